import type { RecordItems } from '#common/domain/index.ts';

export type ClipCounts = { readonly events: number; readonly proposals: number };

/** How much there is on each clip: its events, and the proposals that nobody has answered. */
export function countsByClip(
  events: RecordItems['event'],
  proposals: RecordItems['proposal'],
): ReadonlyMap<string, ClipCounts> {
  const counts = new Map<string, { events: number; proposals: number }>();
  const of = (clipId: string) => {
    const known = counts.get(clipId) ?? { events: 0, proposals: 0 };
    counts.set(clipId, known);
    return known;
  };
  for (const { clipId } of events.values()) of(clipId).events += 1;
  for (const { clipId, status } of proposals.values()) if (status === 'open') of(clipId).proposals += 1;
  return counts;
}
