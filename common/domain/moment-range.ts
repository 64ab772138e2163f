import type { FrameTimes } from './clip.ts';
import { frameAtTime } from './frame-at-time.ts';
import type { FrameRange } from './frame-range.ts';

/** Seconds that count as none: sums of times are not exact. */
const toleranceSeconds = 1e-6;

/** The frames from `leadSeconds` before a frame to `lagSeconds` after it, inside the clip; holds the frame itself. */
export function momentRange(
  { timestampsSeconds }: Pick<FrameTimes, 'timestampsSeconds'>,
  frame: number,
  { leadSeconds, lagSeconds }: { readonly leadSeconds: number; readonly lagSeconds: number },
): FrameRange {
  const at = timestampsSeconds[frame] ?? 0;
  const first = frameAtTime(timestampsSeconds, at - leadSeconds + toleranceSeconds);
  const last = frameAtTime(timestampsSeconds, at + lagSeconds + toleranceSeconds);
  return {
    start: leadSeconds > 0 ? Math.min(frame, first) : frame,
    end: lagSeconds > 0 ? Math.max(frame, last) : frame,
  };
}
