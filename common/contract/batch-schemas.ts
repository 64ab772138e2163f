import { z } from 'zod';
import { modes, type QuestionBatch } from '#common/domain/index.ts';
import { answerFormSchema } from './question-schemas.ts';
import { frameRangeSchema } from './schemas.ts';

export const questionBatchSchema: z.ZodType<QuestionBatch> = z.object({
  id: z.string(),
  title: z.string(),
  question: z.string(),
  form: answerFormSchema,
  mode: z.enum(modes),
  blind: z.exactOptional(z.boolean()),
  engine: z.string(),
  createdAt: z.string(),
  status: z.enum(['running', 'paused', 'done']),
  targets: z.array(
    z.object({
      clipId: z.string(),
      range: frameRangeSchema,
      eventId: z.string().nullable(),
      status: z.enum(['waiting', 'running', 'answered', 'failed', 'cancelled']),
      trajectoryId: z.string().nullable(),
      problem: z.string().nullable(),
    }),
  ),
  tokens: z.number(),
  cost: z.number().nullable(),
});

/** A batch as a page asks for it. */
export const batchRequestSchema = z.object({
  title: z.string().trim().min(1).max(200),
  question: z.string().trim().min(1, 'Write a question first.').max(4000),
  form: answerFormSchema.default({ kind: 'text' }),
  mode: z.enum(modes).default('iterative'),
  /** As in a question of its own. */
  blind: z.exactOptional(z.boolean()),
  /** The default engine when left out. */
  engine: z.exactOptional(z.string()),
  targets: z
    .array(
      z.object({ clipId: z.string(), range: frameRangeSchema, eventId: z.string().nullable().default(null) }),
    )
    .min(1, 'There is no event to ask about.')
    .max(5000, 'At most 5 000 questions go into one queue.'),
});
export type BatchRequest = z.output<typeof batchRequestSchema>;
