import { z } from 'zod';
import { type BurnIn, type ExportRequest, type Stroboscope, stackBounds } from '#common/domain/index.ts';
import { frameRangeSchema } from './schemas.ts';

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'A colour is written as #rrggbb.');
const share = z.number().min(-1).max(2);
/** What a screen has room for; a longer text is a mistake. */
const longestText = 200;

const burnInSchema: z.ZodType<BurnIn> = z.object({
  frameNumbers: z.boolean(),
  times: z.boolean(),
  events: z
    .array(
      z.object({
        clipId: z.exactOptional(z.string()),
        range: frameRangeSchema,
        label: z.string().max(longestText),
        colour,
      }),
    )
    .max(10_000),
  drawings: z
    .array(
      z.object({
        kind: z.enum(['line', 'arrow', 'ellipse', 'path', 'text', 'spotlight', 'chronometer', 'track']),
        clipId: z.exactOptional(z.string()),
        range: frameRangeSchema,
        points: z
          .array(z.tuple([share, share]))
          .min(1)
          .max(100_000),
        frames: z.exactOptional(z.array(z.int().min(0)).max(100_000)),
        colour,
        size: z.number().min(0).max(1),
        text: z.string().max(longestText),
      }),
    )
    .max(1000),
});

/** How many moments there may be, and where, is checked where the picture is made. */
const stroboscopeSchema: z.ZodType<Stroboscope> = z.object({
  range: frameRangeSchema,
  frames: z.array(z.int().min(0)).max(100),
  onTop: z.enum(['latest', 'earliest']),
  numbers: z.boolean(),
});

/** An export as a page asks for it. Frame numbers are checked against the clip by the exporter. */
export const exportRequestSchema: z.ZodType<ExportRequest> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('clip'),
    clipId: z.string(),
    range: frameRangeSchema,
    cut: z.enum(['copy', 'smart', 'exact']),
    sound: z.boolean(),
    burnIn: burnInSchema.nullable(),
  }),
  z.object({
    kind: z.literal('frames'),
    clipId: z.string(),
    frames: z.array(z.int().min(0)).min(1).max(10_000),
    format: z.enum(['png', 'jpeg']),
    burnIn: burnInSchema.nullable().default(null),
  }),
  z.object({
    kind: z.literal('reel'),
    parts: z
      .array(z.object({ clipId: z.string(), range: frameRangeSchema }))
      .min(1)
      .max(1000),
    sound: z.boolean(),
    burnIn: burnInSchema.nullable(),
  }),
  z.object({
    kind: z.literal('stack'),
    parts: z
      .array(z.object({ clipId: z.string(), range: frameRangeSchema, syncFrame: z.int().min(0) }))
      .min(stackBounds.least, 'Two ranges at least stand side by side.')
      .max(stackBounds.most, 'Nine ranges at most stand side by side.'),
    sound: z
      .int()
      .min(0)
      .max(stackBounds.most - 1)
      .nullable(),
    burnIn: burnInSchema.nullable(),
  }),
  z.object({ kind: z.literal('stroboscope'), clipId: z.string(), choice: stroboscopeSchema }),
]);
