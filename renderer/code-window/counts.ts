import type { ProjectEvent } from '#common/domain/index.ts';

type Counts = ReadonlyMap<string, number>;

/** A record's map of events is replaced with each change, so what was counted of one stays true. */
const counted = new WeakMap<ReadonlyMap<string, ProjectEvent>, { clipId: string; counts: Counts }>();

/** How many events of each code a clip has, by the code's id; counted once however many buttons ask. */
export function eventCounts(events: ReadonlyMap<string, ProjectEvent>, clipId: string): Counts {
  const known = counted.get(events);
  if (known?.clipId === clipId) return known.counts;
  const counts = new Map<string, number>();
  for (const event of events.values()) {
    if (event.clipId === clipId) counts.set(event.codeId, (counts.get(event.codeId) ?? 0) + 1);
  }
  counted.set(events, { clipId, counts });
  return counts;
}
