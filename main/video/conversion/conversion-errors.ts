import { basename } from 'node:path';
import { DeepSportError } from '#common/domain/index.ts';
import { howToGetFfmpeg } from '../ffmpeg/ffmpeg-errors.ts';

/** The sentences a person reads when a file cannot be converted: what is wrong, and what to do. */

export const conversionNeedsFfmpeg = (path: string, format: string, cause: DeepSportError) =>
  new DeepSportError(
    'FFMPEG_MISSING',
    cause.facts.name === undefined
      ? `${basename(path)} (${format}) must be converted before it can be used, and the ffmpeg program for that is not on this computer. ${howToGetFfmpeg()} Then open the file again.`
      : `${basename(path)} (${format}) must be converted before it can be used. ${cause.message}`,
    { name: basename(path), format },
    { cause },
  );

export const conversionFailed = (path: string, format: string, reason: string, cause?: unknown) =>
  new DeepSportError(
    'CONVERSION_FAILED',
    `${basename(path)} (${format}) could not be converted${reason ? `: ${reason}` : ''}. Check that it plays elsewhere; if it does, export it from there as MP4.`,
    { name: basename(path), format, reason },
    { cause },
  );

export const ffmpegIncomplete = (path: string, format: string, reason: string, cause?: unknown) =>
  new DeepSportError(
    'CONVERSION_FAILED',
    `${basename(path)} (${format}) could not be converted, because the ffmpeg program of this computer was built without a part that it takes (${reason}). Install a complete build of ffmpeg, then open the file again.`,
    { name: basename(path), format, reason },
    { cause },
  );

export const diskTooFull = (path: string, neededBytes: number, freeBytes: number) =>
  new DeepSportError(
    'DISK_FULL',
    `${basename(path)} must be converted, which takes about ${formatBytes(neededBytes)} of disk, but only ${formatBytes(freeBytes)} are free. Free some space, then open the file again.`,
    { name: basename(path), neededBytes, freeBytes },
  );

export const diskFullWhileConverting = (path: string, cause: unknown) =>
  new DeepSportError(
    'DISK_FULL',
    `The disk ran full while ${basename(path)} was converted, and nothing was left behind. Free some space, then open the file again.`,
    { name: basename(path) },
    { cause },
  );

function formatBytes(bytes: number): string {
  const [unit, name] = bytes >= 1e9 ? [1e9, 'GB'] : [1e6, 'MB'];
  return `${(bytes / unit).toFixed(1)} ${name}`;
}
