import type { Transition } from './analysis.ts';
import { type FrameRange, frameRangeLength, sampleEvenly } from './frame-range.ts';

/**
 * As `sampleEvenly`, with frames that lie inside a fade, a dissolve or a wipe moved to the nearest frame of the
 * range outside: such a frame shows two scenes at once, or none. Ascending, distinct, inside the range. Where the
 * range has fewer frames outside than `count`, those are all; where it has none, the even sample stays.
 */
export function sampleOutside(
  range: FrameRange,
  count: number,
  transitions: readonly Transition[],
): readonly number[] {
  const even = sampleEvenly(range, count);
  const stretches = stretchesOutside(range, transitions);
  const outside = stretches.reduce((sum, stretch) => sum + frameRangeLength(stretch), 0);
  if (outside === 0 || outside === frameRangeLength(range)) return even;
  const places = Math.min(even.length, outside);
  // Frames outside are counted through; two samples may want the same one, so each pushes the next on …
  const ranks = sampleEvenly(range, places).map((frame) => nearestRank(stretches, frame));
  for (let i = 1; i < places; i++) ranks[i] = Math.max(ranks[i] ?? 0, (ranks[i - 1] ?? 0) + 1);
  // … and those pushed over the end push back.
  for (let i = places - 1, most = outside - 1; i >= 0; i--, most--) {
    ranks[i] = Math.min(ranks[i] ?? 0, most);
    most = ranks[i] ?? 0;
  }
  return ranks.map((rank) => frameAt(stretches, rank));
}

/** The parts of a range that no gradual transition touches, ascending. */
function stretchesOutside(range: FrameRange, transitions: readonly Transition[]): readonly FrameRange[] {
  const gradual = transitions
    .filter(({ kind }) => kind !== 'cut')
    .map((transition) => transition.range)
    .sort((a, b) => a.start - b.start);
  const stretches: FrameRange[] = [];
  let start = range.start;
  for (const inside of gradual) {
    const end = Math.min(inside.start - 1, range.end);
    if (end >= start) stretches.push({ start, end });
    start = Math.max(start, inside.end + 1);
  }
  if (start <= range.end) stretches.push({ start, end: range.end });
  return stretches;
}

/** How many frames outside come before the one nearest to `frame`; the earlier one of two as near. */
function nearestRank(stretches: readonly FrameRange[], frame: number): number {
  let best = { distance: Number.POSITIVE_INFINITY, rank: 0 };
  let before = 0;
  for (const stretch of stretches) {
    const nearest = Math.min(Math.max(frame, stretch.start), stretch.end);
    const distance = Math.abs(nearest - frame);
    if (distance < best.distance) best = { distance, rank: before + nearest - stretch.start };
    before += frameRangeLength(stretch);
  }
  return best.rank;
}

function frameAt(stretches: readonly FrameRange[], rank: number): number {
  let before = 0;
  for (const stretch of stretches) {
    const length = frameRangeLength(stretch);
    if (rank < before + length) return stretch.start + rank - before;
    before += length;
  }
  throw new RangeError(`no frame of rank ${rank} outside`);
}
