import { z } from 'zod';
import type { AnswerForm } from '#common/domain/index.ts';

export const answerFormSchema: z.ZodType<AnswerForm> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text') }),
  z.object({ kind: z.literal('spans') }),
  z.object({ kind: z.literal('choice'), options: z.array(z.string().min(1).max(200)).min(2).max(40) }),
  z.object({ kind: z.literal('number'), unit: z.string().max(40) }),
]);
