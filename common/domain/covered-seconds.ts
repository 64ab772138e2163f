import { durationOfRange } from './clip-seconds.ts';
import type { SecondsOfClips } from './event-numbers.ts';
import type { ProjectEvent } from './record-items.ts';

/** How long at least one of these events lasts, in real seconds: what several cover counts once. */
export function coveredSeconds(events: readonly ProjectEvent[], times: SecondsOfClips): number {
  const sorted = events.toSorted((a, b) => a.clipId.localeCompare(b.clipId) || a.range.start - b.range.start);
  let clipId: string | null = null;
  let next = 0;
  let seconds = 0;
  for (const { clipId: id, range } of sorted) {
    if (id !== clipId) next = 0;
    clipId = id;
    const clip = times.get(id);
    const start = Math.max(next, range.start);
    if (!clip || start > range.end) continue;
    seconds += durationOfRange(clip, { start, end: range.end });
    next = range.end + 1;
  }
  return seconds;
}
