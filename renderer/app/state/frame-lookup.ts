import { type ClipInfo, type FrameRange, frameAtTime } from '#common/domain/index.ts';

/** How far a decoded picture's time may be from the index: containers round to micro- or milliseconds. */
const toleranceSeconds = 0.0006;

/** The frame with exactly this timestamp, or undefined when the index has none. */
export function frameWithTimestamp(
  timestampsSeconds: readonly number[],
  timeSeconds: number,
): number | undefined {
  const below = frameAtTime(timestampsSeconds, timeSeconds + toleranceSeconds);
  const found = timestampsSeconds[below];
  return found !== undefined && Math.abs(found - timeSeconds) <= toleranceSeconds ? below : undefined;
}

/** The last key frame at or before a frame. */
export const keyFrameBefore = (keyFrames: readonly number[], frame: number): number =>
  keyFrames[frameAtTime(keyFrames, frame)] ?? 0;

/** A frame number typed by a person: digits with spaces allowed; undefined when it is no frame of the clip. */
export function parseFrameNumber(text: string, frameCount: number): number | undefined {
  const digits = text.replace(/[\s.,_]/g, '');
  if (!/^\d+$/.test(digits)) return undefined;
  const frame = Number(digits);
  return frame < frameCount ? frame : undefined;
}

/** Two frames that are the same instant. */
export type SyncedFrames = { readonly left: number; readonly right: number };

/**
 * The frame of another clip that is shown at the instant of a frame: the last one that is not later, counted from
 * the synced frames. The other clip's first or last frame where it does not reach so far.
 */
export function pairedFrame(
  from: { readonly times: readonly number[]; readonly frame: number; readonly synced: number },
  to: { readonly times: readonly number[]; readonly synced: number },
): number {
  const timeSeconds =
    (to.times[to.synced] ?? 0) + (from.times[from.frame] ?? 0) - (from.times[from.synced] ?? 0);
  return frameAtTime(to.times, timeSeconds + roundingOf(from.times) + roundingOf(to.times));
}

/** Two times, each rounded to a millisecond, differ by one more or less; those in ticks of 1/90 000 s hardly. */
const millisecondRounding = 0.00105;
const tickRounding = 1.2e-5;
const roundings = new WeakMap<readonly number[], number>();

/** How far the same instant may lie apart in a file whose times are rounded: whole milliseconds, unevenly spaced. */
function roundingOf(times: readonly number[]): number {
  const known = roundings.get(times);
  if (known !== undefined) return known;
  const first = times.slice(0, 64).map((time) => time * 1000);
  const isWhole = first.every((time) => Math.abs(time - Math.round(time)) < 1e-3);
  const gaps = new Set(first.slice(1).map((time, at) => Math.round(time - (first[at] ?? 0))));
  const rounding = isWhole && gaps.size > 1 ? millisecondRounding : tickRounding;
  roundings.set(times, rounding);
  return rounding;
}

type RangeOfClip = {
  readonly times: readonly number[];
  readonly range: FrameRange;
  readonly clip: Pick<ClipInfo, 'firstTimestampSeconds' | 'durationSeconds'>;
};

/** The end of the last frame of a range. */
const endOf = ({ times, range, clip }: RangeOfClip): number =>
  times[range.end + 1] ?? clip.firstTimestampSeconds + clip.durationSeconds;

/** The first range, no longer in time than the second. */
export function sharedLoop(first: RangeOfClip, second: RangeOfClip): FrameRange {
  const seconds = endOf(second) - (second.times[second.range.start] ?? 0);
  const { range, times } = first;
  const end = frameAtTime(times, (times[range.start] ?? 0) + seconds - toleranceSeconds);
  return { start: range.start, end: Math.max(range.start, Math.min(range.end, end)) };
}
