import { basename } from 'node:path';
import type { ClipInfo } from '#common/domain/index.ts';
import { timeScaleOf } from '../capture-rate.ts';
import type { ClipReading, VideoService } from '../video-service.ts';

/** A clip as the main process names it to the worker: what is read, and whose name it goes by. */
export type ClipToExport = {
  /** The file whose packets hold the frames. */
  readonly path: string;
  readonly videoTrack: number | undefined;
  readonly captureRate: number | undefined;
  /** The file that the person opened. */
  readonly originalPath: string;
};

/** A clip in the file's own time, ready to be cut. */
export type ExportClip = {
  readonly name: string;
  readonly reading: ClipReading;
  readonly info: Omit<ClipInfo, 'id'>;
  /** When each frame is shown, in the file's own seconds. */
  readonly timestampsSeconds: readonly number[];
  /** Real seconds for each of the file's. */
  readonly timeScale: number;
};

export async function loadExportClip(
  video: VideoService,
  { path, videoTrack, captureRate, originalPath }: ClipToExport,
  signal: AbortSignal,
): Promise<ExportClip> {
  const reading = { path, videoTrack };
  const info = await video.probe(reading, { signal });
  const { timestampsSeconds } = await video.frameTimes(reading, { signal });
  const timeScale = timeScaleOf(info, captureRate);
  return { name: basename(originalPath), reading, info, timestampsSeconds, timeScale };
}

/** When frames `start` to `end` are shown, and how long they last together. */
export function timesOf({ timestampsSeconds, info }: ExportClip, start: number, end: number) {
  const times = timestampsSeconds.slice(start, end + 1);
  const clipEnd = info.firstTimestampSeconds + info.durationSeconds;
  const rangeEnd = timestampsSeconds[end + 1] ?? Math.max(clipEnd, times.at(-1) ?? 0);
  return { times, durationSeconds: rangeEnd - (times[0] ?? 0) };
}
