import { z } from 'zod';
import type { CurrentProject, MissingClip, ProjectSummary } from '#common/domain/index.ts';

export const projectSummarySchema: z.ZodType<ProjectSummary> = z.object({
  id: z.string(),
  name: z.string(),
  clipCount: z.int(),
  eventCount: z.int(),
  openedAt: z.string().nullable(),
  isOpen: z.boolean(),
  problem: z.string().nullable(),
});

export const currentProjectSchema: z.ZodType<CurrentProject> = z.object({
  id: z.string(),
  name: z.string(),
  readOnly: z.string().nullable(),
  notice: z.string().nullable(),
});

export const missingClipSchema: z.ZodType<MissingClip> = z.object({
  clipId: z.string(),
  name: z.string(),
  reason: z.string(),
});

/** A name that is also a file's. */
export const projectNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the project a name.')
  .max(80, 'A project name has at most 80 letters.')
  .regex(/^[^\\/:*?"<>|\p{Cc}]+$/u, 'A project name has none of the signs \\ / : * ? " < > |.')
  .refine((name) => !/^\.|\.$/.test(name), 'A project name neither begins nor ends with a point.');
