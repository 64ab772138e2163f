/** Frames `start` to `end`, both included, counted from 0 by presentation time. Valid when 0 ≤ start ≤ end. */
export type FrameRange = { readonly start: number; readonly end: number };

/** How many frames a range holds. */
export const frameRangeLength = (range: FrameRange): number => range.end - range.start + 1;

/**
 * `count` frames spread evenly over a range, first and last included, without duplicates, ascending.
 * A range with fewer frames than `count` gives all of them. Rounds half up in exact integers, so that
 * training and workstation choose the same frames (DeepSport §Method: `round(linspace(0, N−1, k))`).
 */
export function sampleEvenly(range: FrameRange, count: number): readonly number[] {
  const length = frameRangeLength(range);
  const n = Math.min(count, length);
  if (n <= 0) return [];
  if (n === 1) return [range.start];
  const span = range.end - range.start;
  return Array.from(
    { length: n },
    (_, i) => range.start + Math.floor((2 * i * span + (n - 1)) / (2 * (n - 1))),
  );
}

/** Whether two ranges differ by at most one frame at each end: such a repeated look shows nothing new. */
export const isSameLook = (a: FrameRange, b: FrameRange): boolean =>
  Math.abs(a.start - b.start) <= 1 && Math.abs(a.end - b.end) <= 1;
