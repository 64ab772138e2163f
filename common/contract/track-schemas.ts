import { z } from 'zod';
import type { TrackPoint, TrackSearch, TrackSearchEvent } from '#common/domain/index.ts';
import { frameRangeSchema } from './schemas.ts';

const frame = z.int().min(0);
const share = z.number();

export const trackPointSchema: z.ZodType<TrackPoint> = z.object({
  frame,
  x: share.min(-4).max(5),
  y: share.min(-4).max(5),
  by: z.enum(['person', 'search']),
});

/** Whether the point lies in the picture, and the frames in the clip, is checked by the video service. */
export const trackSearchSchema: z.ZodType<TrackSearch> = z.object({
  from: z.object({ frame, x: share, y: share }),
  range: frameRangeSchema,
  radius: z.number(),
});

export const trackSearchEventSchema: z.ZodType<TrackSearchEvent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('point'), point: trackPointSchema, score: z.number() }),
  z.object({
    type: z.literal('lost'),
    frame,
    direction: z.union([z.literal(1), z.literal(-1)]),
    reason: z.enum(['unlike', 'left', 'plain']),
  }),
]);
