import type { ClipInfo, FrameTimes } from './clip.ts';
import { frameAtTime } from './frame-at-time.ts';
import type { FrameRange } from './frame-range.ts';

/** When each frame of a clip is shown: enough to turn frames into seconds and back, whatever the frame rate does. */
export type ClipSeconds = {
  /** Frame n is shown from `startSeconds[n]` on; ascending. */
  readonly startSeconds: readonly number[];
  /** When the last frame ends. */
  readonly endSeconds: number;
};

/** In real seconds, on the axis of the clip's timestamps. */
export const clipSeconds = (
  { firstTimestampSeconds, durationSeconds }: ClipInfo,
  { timestampsSeconds }: FrameTimes,
): ClipSeconds => ({
  startSeconds: timestampsSeconds,
  endSeconds: firstTimestampSeconds + durationSeconds,
});

/**
 * A range in seconds. Its last frame is part of it, so it ends where that frame ends: the one place that says so,
 * for everything that is counted, written and read.
 */
export const secondsOfRange = (
  times: ClipSeconds,
  { start, end }: FrameRange,
): { readonly start: number; readonly end: number } => ({
  start: times.startSeconds[start] ?? times.endSeconds,
  end: times.startSeconds[end + 1] ?? times.endSeconds,
});

export const durationOfRange = (times: ClipSeconds, range: FrameRange): number => {
  const { start, end } = secondsOfRange(times, range);
  return end - start;
};

/** Other programs round: what lies this share of a frame from its edge is at its edge. */
const slack = 0.25;

/**
 * The range that seconds mean: the way back from `secondsOfRange`, and right for times that were rounded by up to a
 * quarter of a frame. At least one frame. Times before or beyond the clip give its first or last frame.
 */
export function rangeOfSeconds(times: ClipSeconds, startSeconds: number, endSeconds: number): FrameRange {
  const start = frameNear(times, startSeconds);
  const last = frameNear(times, endSeconds);
  const isWithin =
    endSeconds > edge(times, last) + slack * durationOfRange(times, { start: last, end: last });
  return { start, end: Math.max(start, isWithin ? last : last - 1) };
}

/** The frame shown at a time; the next one where the time lies just before it. */
function frameNear(times: ClipSeconds, seconds: number): number {
  const shown = frameAtTime(times.startSeconds, seconds);
  const rest = edge(times, shown + 1) - seconds;
  const isNext = rest <= slack * durationOfRange(times, { start: shown, end: shown });
  return isNext && seconds >= edge(times, 0) ? Math.min(shown + 1, times.startSeconds.length - 1) : shown;
}

const edge = (times: ClipSeconds, frame: number): number => times.startSeconds[frame] ?? times.endSeconds;
