import { z } from 'zod';
import {
  eventFormats,
  type FileMarking,
  type HandoverRequest,
  type ImportPreview,
  importFormats,
} from '#common/domain/index.ts';
import { idSchema, markSchema } from './record-schemas.ts';

const eventChoice = z.object({
  clipId: idSchema.nullable(),
  codeIds: z.array(idSchema).nullable(),
  eventIds: z.array(idSchema).nullable(),
});

export const handoverRequestSchema: z.ZodType<HandoverRequest> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('events'),
    format: z.enum(eventFormats),
    events: eventChoice,
    asciiOnly: z.boolean(),
  }),
  z.object({
    kind: z.literal('report'),
    format: z.enum(['html', 'pdf']),
    events: eventChoice,
    title: z.string().trim().max(200),
    trajectoryIds: z.array(z.string()).max(1000),
    pictures: z.boolean(),
    numbers: z.boolean(),
  }),
  z.object({ kind: z.literal('code-window'), codeWindowId: idSchema }),
  z.object({ kind: z.literal('case'), events: eventChoice, sign: z.boolean() }),
]);

export const importPreviewSchema: z.ZodType<ImportPreview> = z.object({
  importId: z.string(),
  fileName: z.string(),
  format: z.enum([...importFormats, 'code-window']),
  eventCount: z.int(),
  leftOutCount: z.int(),
  rows: z.array(
    z.object({
      codeName: z.string(),
      startSeconds: z.number(),
      endSeconds: z.number(),
      labels: z.string(),
      note: z.string(),
      usable: z.boolean(),
    }),
  ),
  codes: z.array(z.object({ name: z.string(), count: z.int(), isNew: z.boolean() })),
  remarks: z.array(z.string()),
});

export const fileMarkingSchema: z.ZodType<FileMarking> = z.object({
  marks: z.array(markSchema),
  leftOutCount: z.int(),
});
