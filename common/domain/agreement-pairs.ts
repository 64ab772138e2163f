import { type ClipSeconds, durationOfRange } from './clip-seconds.ts';
import type { FrameRange } from './frame-range.ts';

/** What became of a marked range beside the other side's: found again, found elsewhere, or not found. */
export type AgreementKind = 'matched' | 'shifted' | 'only-first' | 'only-second';

/** A row of a comparison: one range of each side, or a range that the other side has not. */
export type AgreementPair = {
  readonly kind: AgreementKind;
  /** As marked. */
  readonly first: FrameRange | null;
  readonly second: FrameRange | null;
  /** Temporal intersection over union, 0 to 1: shared seconds over the seconds of either. */
  readonly overlap: number;
};

/** From this overlap on two ranges are the same event, as temporal localisation counts it (tIoU 0.5). */
export const matchedOverlap = 0.5;
/**
 * Shorter events are the same, too, where both borders differ by at most so many frames. An event of three frames that
 * is seen one frame later overlaps by half, two frames later by a fifth: for so short an event the overlap says how
 * sharp the eye is, not whether it was the same moment. Two frames are what careful people differ by when they step
 * to a contact or a take-off and have to choose between the last frame before it and the first after it, on both sides.
 */
export const shortEventSeconds = 0.5;
export const borderToleranceFrames = 2;

type Candidate = {
  readonly first: number;
  readonly second: number;
  readonly pair: AgreementPair;
  readonly isMatch: boolean;
  readonly overlap: number;
  /** Frames between the borders, both together. */
  readonly distance: number;
  readonly startSum: number;
  readonly endSum: number;
};

/** A range with its part in the stretch that is compared. */
type Placed = { readonly range: FrameRange; readonly part: FrameRange; readonly seconds: number };

/**
 * Pairs the ranges of two sides one to one, the best first: matches before shifted ones, then by overlap, then by the
 * distance of the borders. Exchanging the sides exchanges the rows and changes nothing else. Only the parts inside
 * the scope count. Rows stand by their first frame.
 */
export function pairRanges(
  first: readonly FrameRange[],
  second: readonly FrameRange[],
  { scope, times }: { readonly scope: FrameRange; readonly times: ClipSeconds },
): readonly AgreementPair[] {
  const [ours, theirs] = [first, second].map((ranges) => place(ranges, scope, times)) as [Placed[], Placed[]];
  const candidates = candidatesOf(ours, theirs, times).sort(
    (a, b) =>
      Number(b.isMatch) - Number(a.isMatch) ||
      b.overlap - a.overlap ||
      a.distance - b.distance ||
      a.startSum - b.startSum ||
      a.endSum - b.endSum,
  );
  const taken = { first: new Set<number>(), second: new Set<number>() };
  const pairs: AgreementPair[] = [];
  for (const candidate of candidates) {
    if (taken.first.has(candidate.first) || taken.second.has(candidate.second)) continue;
    taken.first.add(candidate.first);
    taken.second.add(candidate.second);
    pairs.push(candidate.pair);
  }
  ours.forEach(({ range }, at) => {
    if (!taken.first.has(at)) pairs.push({ kind: 'only-first', first: range, second: null, overlap: 0 });
  });
  theirs.forEach(({ range }, at) => {
    if (!taken.second.has(at)) pairs.push({ kind: 'only-second', first: null, second: range, overlap: 0 });
  });
  return pairs.sort((a, b) => startOf(a) - startOf(b) || endOf(a) - endOf(b));
}

const startOf = ({ first, second }: AgreementPair): number =>
  Math.min(first?.start ?? Infinity, second?.start ?? Infinity);
const endOf = ({ first, second }: AgreementPair): number => Math.max(first?.end ?? 0, second?.end ?? 0);

const place = (ranges: readonly FrameRange[], scope: FrameRange, times: ClipSeconds): readonly Placed[] =>
  ranges
    .filter(({ start, end }) => start <= scope.end && end >= scope.start)
    .map((range) => {
      const part = { start: Math.max(range.start, scope.start), end: Math.min(range.end, scope.end) };
      return { range, part, seconds: durationOfRange(times, part) };
    })
    .sort((a, b) => a.part.start - b.part.start || a.part.end - b.part.end);

/** Every two ranges that could be one event: those that share a frame, and short ones whose borders are near. */
function candidatesOf(ours: readonly Placed[], theirs: readonly Placed[], times: ClipSeconds): Candidate[] {
  const candidates: Candidate[] = [];
  // Up to here all of theirs end before the one of ours begins, and before each later one, too.
  let behind = 0;
  ours.forEach((a, first) => {
    while ((theirs[behind]?.part.end ?? Infinity) < a.part.start - borderToleranceFrames) behind += 1;
    for (let second = behind; second < theirs.length; second += 1) {
      const b = theirs[second] as Placed;
      if (b.part.start > a.part.end + borderToleranceFrames) break;
      if (b.part.end < a.part.start - borderToleranceFrames) continue;
      const overlap = overlapOf(a, b, times);
      const borders = [Math.abs(a.part.start - b.part.start), Math.abs(a.part.end - b.part.end)] as const;
      const areShort = a.seconds < shortEventSeconds && b.seconds < shortEventSeconds;
      const isNear = areShort && Math.max(...borders) <= borderToleranceFrames;
      const isMatch = overlap >= matchedOverlap || isNear;
      const sharesFrame = a.part.start <= b.part.end && b.part.start <= a.part.end;
      if (!isMatch && !sharesFrame) continue;
      const kind = isMatch ? 'matched' : 'shifted';
      candidates.push({
        ...{ first, second, isMatch, overlap },
        pair: { kind, first: a.range, second: b.range, overlap },
        distance: borders[0] + borders[1],
        startSum: a.part.start + b.part.start,
        endSum: a.part.end + b.part.end,
      });
    }
  });
  return candidates;
}

function overlapOf(a: Placed, b: Placed, times: ClipSeconds): number {
  const shared = {
    start: Math.max(a.part.start, b.part.start),
    end: Math.min(a.part.end, b.part.end),
  };
  if (shared.start > shared.end) return 0;
  const both = durationOfRange(times, shared);
  const either = a.seconds + b.seconds - both;
  // Where time stands still, the frames themselves are counted.
  if (either <= 0) return a.part.start === b.part.start && a.part.end === b.part.end ? 1 : 0;
  return both / either;
}
