import type { FrameRange } from '#common/domain/index.ts';

/** Frames of a cut clip, one after the other: copied as they are coded, or encoded anew. */
export type CutSegment = { readonly kind: 'copy' | 'encode' } & FrameRange;

/**
 * A prefix of coded pictures is closed when it shows every frame from `start` to its last one: then the copy may
 * end there, with nothing missing and nothing that is shown after a gap. `ranks` are frame numbers in decode
 * order; those before `start` lead a key frame, refer to pictures before it, and are left out.
 */
function* closedEnds(ranks: readonly number[], start: number): Generator<number, void, void> {
  let count = 0;
  let highest = start - 1;
  for (const rank of ranks.slice(Math.max(0, ranks.indexOf(start)))) {
    if (rank < start) continue;
    count += 1;
    highest = Math.max(highest, rank);
    if (highest - start + 1 === count) yield highest;
  }
}

/**
 * The frames to be copied so that `range` is among them: from the key frame that `ranks` begins with to the first
 * frame at or after the range's end at which the copy is closed. Null when the packets end before that.
 */
export function planCopy(ranks: readonly number[], range: FrameRange): FrameRange | null {
  const start = ranks[0];
  if (start === undefined || start > range.start) return null;
  for (const end of closedEnds(ranks, start)) if (end >= range.end) return { start, end };
  return null;
}

/**
 * The range in order, nothing else: copied from `copyStart`, a key frame that needs nothing before it, as far as the
 * copy is closed within the range, and encoded before and after. `copyStart` null encodes everything.
 */
export function planSmart(
  ranks: readonly number[],
  range: FrameRange,
  copyStart: number | null,
): readonly CutSegment[] {
  const whole: readonly CutSegment[] = [{ kind: 'encode', ...range }];
  if (copyStart === null || copyStart > range.end || copyStart < range.start) return whole;
  let copyEnd = copyStart - 1;
  for (const end of closedEnds(ranks, copyStart)) if (end <= range.end) copyEnd = Math.max(copyEnd, end);
  if (copyEnd < copyStart) return whole;
  const segments: readonly CutSegment[] = [
    { kind: 'encode', start: range.start, end: copyStart - 1 },
    { kind: 'copy', start: copyStart, end: copyEnd },
    { kind: 'encode', start: copyEnd + 1, end: range.end },
  ];
  return segments.filter(({ start, end }) => start <= end);
}

/** By how many pictures decoding must run ahead of showing, so that none is shown before it is decoded. */
export function reorderDepth(ranks: readonly number[], start: number): number {
  let depth = 0;
  for (const [position, rank] of ranks.entries()) depth = Math.max(depth, position - (rank - start));
  return depth;
}
