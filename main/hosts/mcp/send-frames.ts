import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import {
  type ClipInfo,
  DeepSportError,
  type FrameRange,
  type FrameReference,
  fitWithin,
} from '#common/domain/index.ts';
import type { ToolContext, ToolReply } from './tool.ts';

export const mostFrames = 32;
export const widest = 1280;
/** A picture of a phone held upright is taller than it is wide. */
const tallest = 4096;
/** Clients end the connection at messages over 10 MiB; as text, four bytes stand for three. */
const mostBytes = 7 * 2 ** 20;

/** How frames are sent, for every tool that sends some. */
export const pictureArguments = {
  width: z
    .int()
    .min(16)
    .max(widest)
    .default(512)
    .describe(`Pictures are at most this wide, up to ${widest}; never enlarged.`),
  format: z
    .enum(['jpeg', 'png'])
    .default('jpeg')
    .describe('png keeps every pixel and is several times larger.'),
};

export const framesSchema = z.object({
  clip: z.string(),
  frames: z.array(
    z.object({
      frame: z.int(),
      timeSeconds: z.number(),
      width: z.int(),
      height: z.int(),
      sha256: z
        .string()
        .describe('Over the RGB pixels at this size: the same frame at the same size has the same, always.'),
    }),
  ),
});

type Picture = { readonly range: FrameRange; readonly width: number; readonly format: 'jpeg' | 'png' };

/** `Frame 35 · 1.167 s`, then the picture, for each frame; remembered as shown to this client. */
export async function sendFrames(
  clip: ClipInfo,
  frames: readonly number[],
  { range, width, format }: Picture,
  { services, shown, signal, progress }: ToolContext,
): Promise<ToolReply<z.input<typeof framesSchema>>> {
  const source = await services.clips.sourceOf(clip.id, { signal });
  const bounds = { width, height: tallest };
  const size = fitWithin(clip, bounds);
  const tooMany = new AbortController();
  const either = AbortSignal.any([signal, tooMany.signal]);
  let done = 0;
  let bytesSent = 0;
  // All at once, so that they are decoded in one pass.
  const pictures = await Promise.all(
    frames.map(async (index) => {
      const picture = await services.video.picture(source, index, format, bounds, { signal: either });
      bytesSent += picture.bytes.byteLength;
      if (bytesSent > mostBytes) {
        tooMany.abort();
        throw tooLarge(done, format);
      }
      done += 1;
      progress('Frames', done, frames.length);
      return { ...picture, index };
    }),
  );
  const content = pictures.flatMap(({ index, timeSeconds, bytes, mediaType }): CallToolResult['content'] => [
    { type: 'text', text: `Frame ${index} · ${timeSeconds.toFixed(3)} s` },
    { type: 'image', data: Buffer.from(bytes).toString('base64'), mimeType: mediaType },
  ]);
  const sent = pictures.map(
    ({ index, timeSeconds, sha256 }): FrameReference => ({ index, timeSeconds, ...size, sha256 }),
  );
  shown.note(clip.id, range, sent);
  return {
    data: { clip: clip.id, frames: sent.map(({ index, ...rest }) => ({ frame: index, ...rest })) },
    content,
  };
}

const tooLarge = (count: number, format: 'jpeg' | 'png'): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `These pictures are too large for one answer, which has room for about ${count}: ask for fewer, or narrower${format === 'png' ? ', or as jpeg' : ''}.`,
    { count },
  );
