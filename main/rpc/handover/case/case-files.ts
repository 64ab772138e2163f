import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import {
  type CaseCheck,
  type CaseManifest,
  DeepSportError,
  type HandoverRequest,
  throwIfCancelled,
} from '#common/domain/index.ts';
import type { Agent } from '#main/agent/index.ts';
import type { SecretStore } from '#main/platform/index.ts';
import { keyName, writeCase } from '#main/project/case/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';
import type { ClipReading, ContentIdentity, VideoService } from '#main/video/index.ts';
import type { CaseFiles, ClipLibrary } from '../../services.ts';
import { writeAside } from '../write-aside.ts';
import { type CasePartsSource, type CaseWork, caseParts } from './case-parts.ts';
import { checkCase } from './check-case.ts';
import { collectCase } from './collect-case.ts';
import type { ClipAtHand } from './compare-clip.ts';
import { keptSealKey, ownSealKey } from './own-seal-key.ts';
import { replayCase } from './replay-case.ts';

export type CaseFilesParts = Omit<CasePartsSource, 'project' | 'clips' | 'video'> & {
  readonly project: ProjectStore;
  readonly clips: ClipLibrary;
  readonly video: VideoService;
  readonly agent: Pick<Agent, 'replay'>;
  readonly secrets: SecretStore;
  readonly identify: (path: string, signal: AbortSignal | undefined) => Promise<ContentIdentity>;
  /** Where a case that a page sent lies while it is checked. */
  readonly folder: string;
};

type CaseRequest = Extract<HandoverRequest, { kind: 'case' }>;
/** As long as such an archive can be. */
const longestUpload = 2 ** 32;

/** Case files: writing, checking, asking again. */
export function createCaseFiles(parts: CaseFilesParts): CaseFiles & {
  /** What stands in the case is read when the work begins; throws BAD_INPUT where it cannot be signed as asked. */
  readonly prepare: (
    request: CaseRequest,
  ) => Promise<{ readonly stem: string; readonly pieces: (work: CaseWork) => Promise<CasePieces> }>;
} {
  const { agent, clips, folder, identify, project, projects, secrets, video } = parts;

  /** The project's own clips that hold what the case's clips held. */
  const ownClips = async (
    { clips: wanted }: CaseManifest,
    signal: AbortSignal | undefined,
  ): Promise<readonly ClipAtHand[]> => {
    const found: ClipAtHand[] = [];
    for (const clip of wanted) {
      const known = project
        .listClips()
        .find((each) => each.contentHash !== null && each.contentHash === clip.contentHash);
      const source = known && (await clips.sourceOf(known.clipId, { signal }).catch(() => undefined));
      if (!known || !source) continue;
      // Read anew: the file may have been changed since the project looked.
      const identity = await identify(source.path, signal).catch(() => undefined);
      if (identity) found.push({ clip, name: known.name, source, contentHash: identity.hash });
    }
    return found;
  };

  const givenClip = async (
    path: string,
    { clips: wanted }: CaseManifest,
    signal: AbortSignal | undefined,
  ): Promise<readonly ClipAtHand[]> => {
    const name = basename(path);
    const { hash } = await identify(path, signal);
    const only = wanted.length === 1 ? wanted[0] : undefined;
    const clip =
      wanted.find(({ contentHash }) => contentHash === hash) ??
      wanted.find((each) => each.name === name) ??
      only;
    if (!clip) {
      throw new DeepSportError('BAD_INPUT', `${name} is none of the clips of the case: ${namesOf(wanted)}.`, {
        name,
      });
    }
    const { captureRate, videoTrack } = clip;
    const source: ClipReading = { path, videoTrack, captureRate: captureRate ?? undefined };
    return [{ clip, name, source, contentHash: hash }];
  };

  return {
    async prepare({ events, sign }) {
      const listed = project.listClips().filter(({ clipId }) => (events.clipId ?? clipId) === clipId);
      const isTagged = project.snapshot().items.some((item) => item.kind === 'event');
      if (!isTagged && !listed.some(({ clipId }) => project.listTrajectories(clipId).length > 0)) {
        throw new DeepSportError(
          'BAD_INPUT',
          'There is no event and no question that a case could be about.',
        );
      }
      const key = sign ? await keptSealKey(secrets) : undefined;
      return {
        stem: events.clipId === null ? projects.current().name : parse(listed[0]?.name ?? 'clip').name,
        pieces: async (work) => {
          const content = await collectCase(events, parts, work.signal);
          const pieces = writeCase(caseParts(content, parts, work), (root) => key?.sign(root) ?? null);
          return { pieces, note: content.remarks.join(' ') };
        },
      };
    },

    check: (path, { clipPath, replay = false, report, signal } = {}) =>
      checkCase(path, parts, {
        signal,
        report,
        clipsAtHand: async (manifest) =>
          clipPath === undefined ? [] : givenClip(clipPath, manifest, signal),
        ...(replay && {
          replay: (trajectories, atHand) =>
            replayCase(trajectories, atHand, { agent, clips, project, signal, report }),
        }),
      }),

    async checkUpload(name, bytes, { signal } = {}): Promise<CaseCheck> {
      const own = join(folder, randomUUID());
      await mkdir(own, { recursive: true });
      try {
        const shownName = plainName(name);
        const path = join(own, shownName);
        await writeAside(path, limited(shownName, bytes, signal), signal);
        return await checkCase(
          path,
          { video, secrets },
          { signal, clipsAtHand: (manifest) => ownClips(manifest, signal) },
        );
      } finally {
        await rm(own, { recursive: true, force: true });
      }
    },

    async sealKey() {
      const key = await ownSealKey(secrets);
      return { canSign: key !== undefined || secrets.canKeep, name: key ? keyName(key.publicKey) : null };
    },
  };
}

export type CasePieces = {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** What a person should know of it; empty for nothing. */
  readonly note: string;
};

const namesOf = (clips: CaseManifest['clips']): string => clips.map(({ name }) => name).join(', ');

/** Whatever a page sends as a name, it names a file in the folder made for it. */
const plainName = (name: string): string =>
  name
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/[\p{Cc}<>:"|?*]/gu, ' ')
    .replace(/^\.+/, '')
    .trim()
    .slice(-120) || 'case.zip';

async function* limited(
  name: string,
  bytes: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  let length = 0;
  for await (const chunk of bytes) {
    throwIfCancelled(signal);
    length += chunk.byteLength;
    if (length > longestUpload) {
      throw new DeepSportError('BAD_INPUT', `${name} is larger than 4 GB, which no case file is.`, { name });
    }
    yield chunk;
  }
}
