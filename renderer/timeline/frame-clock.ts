import type { ClipInfo, FrameTimes } from '#common/domain/index.ts';

/** The time of a place between frames, in the file's own seconds; fractions of a frame count evenly. */
export function createFrameClock(
  clip: ClipInfo,
  { timestampsSeconds }: FrameTimes,
): (frame: number) => number {
  const end = clip.firstTimestampSeconds + clip.durationSeconds;
  const timeOf = (frame: number) => timestampsSeconds[frame] ?? end;
  return (frame) => {
    const whole = Math.floor(frame);
    const from = timeOf(whole);
    return (from + (frame - whole) * (timeOf(whole + 1) - from)) / clip.timeScale;
  };
}
