import { z } from 'zod';
import type { ClipInfo } from '#common/domain/index.ts';

/** What a client is told of a clip; never where its file lies. */
export const clipFactsSchema = z.object({
  id: z.string().describe('Names the clip in every other tool.'),
  name: z.string(),
  container: z.string(),
  codec: z.string(),
  width: z.int(),
  height: z.int(),
  frameCount: z.int().describe('Frames are numbered from 0 to frameCount − 1, by presentation time.'),
  durationSeconds: z.number(),
  firstTimestampSeconds: z.number(),
  averageFrameRate: z.number(),
  variableFrameRate: z
    .boolean()
    .describe('True when frames are not evenly spaced: never compute times by the rate.'),
  captureRate: z
    .number()
    .nullable()
    .describe('Frames per second of the camera where that differs; times are real seconds.'),
  hasAudio: z.boolean(),
  truncated: z.boolean().describe('True when the file is cut off; the frames that are there can be used.'),
});

export const clipFacts = (info: ClipInfo): z.input<typeof clipFactsSchema> => ({
  id: info.id,
  name: info.name,
  container: info.container,
  codec: info.codec,
  width: info.width,
  height: info.height,
  frameCount: info.frameCount,
  durationSeconds: info.durationSeconds,
  firstTimestampSeconds: info.firstTimestampSeconds,
  averageFrameRate: info.averageFrameRate,
  variableFrameRate: info.variableFrameRate,
  captureRate: info.captureRate,
  hasAudio: info.hasAudio,
  truncated: info.truncated,
});

export const clipWords = (info: ClipInfo): string =>
  [
    `${info.name} · id ${info.id}`,
    `${info.frameCount} frames (0–${info.frameCount - 1})`,
    `${info.durationSeconds.toFixed(3)} s`,
    `${info.width} × ${info.height}`,
    `${info.codec} in ${info.container}`,
    info.variableFrameRate
      ? `variable frame rate, ${info.averageFrameRate.toFixed(3)} fps on average`
      : `${info.averageFrameRate.toFixed(3)} fps`,
    ...(info.truncated ? ['cut off'] : []),
  ].join(' · ');

/** What a client must know of the project besides: nothing where everything can be changed. */
export const projectWords = (readOnly: string | null): readonly string[] =>
  readOnly === null ? [] : [`The project can only be read: ${readOnly}`];
