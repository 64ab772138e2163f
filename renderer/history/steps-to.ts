import type { HistoryEntry } from '#common/domain/index.ts';

/**
 * How many edits to do again (positive) or to undo (negative) so that the entry at a place, newest first, is the last
 * one done; the place after the last entry stands for none of them done.
 */
export function stepsTo(entries: readonly Pick<HistoryEntry, 'undone'>[], place: number): number {
  const isUndone = entries[place]?.undone ?? false;
  if (isUndone) return entries.slice(place).filter(({ undone }) => undone).length;
  return -entries.slice(0, place).filter(({ undone }) => !undone).length || 0;
}
