import type { ClipInfo, FrameTimes } from '#common/domain/index.ts';

/** The file's own seconds from the first frame to a place between frames; fractions of a frame count evenly. */
export function createFrameClock(
  clip: ClipInfo,
  { timestampsSeconds }: FrameTimes,
): (frame: number) => number {
  const begin = clip.firstTimestampSeconds;
  const end = begin + clip.durationSeconds;
  const timeOf = (frame: number) => timestampsSeconds[frame] ?? end;
  return (frame) => {
    const whole = Math.floor(frame);
    const from = timeOf(whole);
    return (from - begin + (frame - whole) * (timeOf(whole + 1) - from)) / clip.timeScale;
  };
}
