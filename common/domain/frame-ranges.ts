import type { FrameRange } from './frame-range.ts';

/** The same frames as ascending ranges that neither touch nor overlap. */
export function mergeRanges(ranges: readonly FrameRange[]): readonly FrameRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end + 1) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
