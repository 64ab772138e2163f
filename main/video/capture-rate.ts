import type { ClipInfo, FrameTimes } from '#common/domain/index.ts';

type Facts = Omit<ClipInfo, 'id'>;

/** Real seconds for each second of the file, when its camera ran at this rate. */
export const timeScaleOf = ({ averageFrameRate }: Facts, captureRate: number | undefined): number =>
  captureRate === undefined || averageFrameRate === 0 ? 1 : averageFrameRate / captureRate;

/** The clip as its camera saw it: all times in real seconds. */
export function withCaptureRate(info: Facts, captureRate: number | undefined): Facts {
  if (captureRate === undefined) return info;
  const timeScale = timeScaleOf(info, captureRate);
  return {
    ...info,
    firstTimestampSeconds: info.firstTimestampSeconds * timeScale,
    durationSeconds: info.durationSeconds * timeScale,
    averageFrameRate: captureRate,
    captureRate,
    timeScale,
  };
}

export const scaledTimes = (times: FrameTimes, timeScale: number): FrameTimes =>
  timeScale === 1
    ? times
    : { ...times, timestampsSeconds: times.timestampsSeconds.map((seconds) => seconds * timeScale) };
