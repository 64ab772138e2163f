import type { ReadResourceResult, Resource, ResourceTemplate } from '@modelcontextprotocol/sdk/types.js';
import { DeepSportError, fitWithin } from '#common/domain/index.ts';
import { checkFrames, clipOf } from './arguments.ts';
import { clipFacts } from './clip-facts.ts';
import { widest } from './send-frames.ts';
import { storedTrajectory } from './stored-trajectory.ts';
import type { ToolContext } from './tool.ts';
import { listEvents } from './tools/list-events.ts';

const json = 'application/json';

/** What there is in every project; the project itself is not opened for saying so. */
export const resources: readonly Resource[] = [
  { uri: 'deepsport://clips', name: 'clips', title: 'Clips of the project', mimeType: json },
  { uri: 'deepsport://events', name: 'events', title: 'Events of the project', mimeType: json },
];

export const resourceTemplates: readonly ResourceTemplate[] = [
  {
    uriTemplate: 'deepsport://clip/{id}/frame/{n}',
    name: 'frame',
    title: 'A frame of a clip',
    description: `Frame n of a clip, counted from 0, as PNG at most ${widest} wide.`,
    mimeType: 'image/png',
  },
  {
    uriTemplate: 'deepsport://trajectory/{id}',
    name: 'trajectory',
    title: 'A question with its answer',
    description: 'Everything that was shown, thought and answered, with every number and hash.',
    mimeType: json,
  },
];

/** Throws NOT_FOUND for an address that means nothing here, and what reading throws. */
export async function readResource(uri: string, context: ToolContext): Promise<ReadResourceResult> {
  const text = (value: unknown): ReadResourceResult => ({
    contents: [{ uri, mimeType: json, text: JSON.stringify(value, null, 2) }],
  });
  const { services, signal } = context;
  if (uri === 'deepsport://clips') return text((await services.clips.list({ signal })).map(clipFacts));
  if (uri === 'deepsport://events') {
    return text((await listEvents.call({ limit: 2000 }, context)).structuredContent);
  }
  const [, trajectoryId] = /^deepsport:\/\/trajectory\/([^/]+)$/.exec(uri) ?? [];
  if (trajectoryId !== undefined) return text(storedTrajectory(decoded(trajectoryId), context));
  const [, clipId, frame] = /^deepsport:\/\/clip\/([^/]+)\/frame\/(\d{1,9})$/.exec(uri) ?? [];
  if (clipId !== undefined) return frameResource(uri, decoded(clipId), Number(frame), context);
  throw new DeepSportError(
    'NOT_FOUND',
    `There is nothing at ${uri.slice(0, 200)}: see the resources and their templates.`,
    { uri: uri.slice(0, 200) },
  );
}

async function frameResource(
  uri: string,
  wanted: string,
  frame: number,
  context: ToolContext,
): Promise<ReadResourceResult> {
  const { services, shown, signal } = context;
  const clip = await clipOf(wanted, context);
  checkFrames([frame], clip);
  const source = await services.clips.sourceOf(clip.id, { signal });
  const size = fitWithin(clip, { width: widest, height: widest });
  const { bytes, mediaType, timeSeconds, sha256 } = await services.video.picture(
    ...([source, frame, 'png', size, { signal }] as const),
  );
  shown.note(clip.id, { start: frame, end: frame }, [{ index: frame, timeSeconds, ...size, sha256 }]);
  return {
    contents: [
      {
        uri,
        mimeType: mediaType,
        blob: Buffer.from(bytes).toString('base64'),
        _meta: { frame, timeSeconds, sha256 },
      },
    ],
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
