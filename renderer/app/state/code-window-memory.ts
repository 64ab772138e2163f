import { z } from 'zod';
import type { CodeUnderWay } from '#common/domain/index.ts';
import type { LayoutStorage } from './layout-store.ts';

/** What of tagging outlives the page: nothing here is part of the record yet. */
export type CodeWindowMemory = {
  /** Layouts chosen, the last one first; of all projects, for ids are never used twice. */
  readonly chosen: readonly string[];
  readonly underWay: readonly CodeUnderWay[];
};

const key = 'deepsport.code-window';
const nothing: CodeWindowMemory = { chosen: [], underWay: [] };
/** Of each list; what is older was forgotten by the person, too. */
const kept = 60;

const schema: z.ZodType<CodeWindowMemory> = z.object({
  chosen: z.array(z.string()),
  underWay: z.array(
    z.object({
      clipId: z.string(),
      codeWindowId: z.string(),
      buttonId: z.string(),
      codeName: z.string(),
      colour: z.string(),
      exclusiveGroup: z.string(),
      start: z.int().min(0),
      labels: z.array(z.object({ group: z.string(), text: z.string() })),
    }),
  ),
});

export function readCodeWindowMemory(storage: LayoutStorage | undefined): CodeWindowMemory {
  try {
    return schema.parse(JSON.parse(storage?.getItem(key) ?? 'null'));
  } catch {
    return nothing;
  }
}

export function writeCodeWindowMemory(
  storage: LayoutStorage | undefined,
  { chosen, underWay }: CodeWindowMemory,
): void {
  try {
    const memory = { chosen: chosen.slice(0, kept), underWay: underWay.slice(-kept) };
    storage?.setItem(key, JSON.stringify(memory));
  } catch {
    // A full or forbidden storage only means that a reload forgets what is under way.
  }
}
