import { basename } from 'node:path';
import { DeepSportError } from '#common/domain/index.ts';

const installation: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'On this computer: brew install ffmpeg.',
  win32: 'On this computer: winget install ffmpeg.',
  linux: 'On Debian and Ubuntu: sudo apt install ffmpeg.',
};

/** How to get the program here, as a sentence. */
export const howToGetFfmpeg = (platform: NodeJS.Platform = process.platform): string =>
  installation[platform] ?? 'Install it from ffmpeg.org.';

export const ffmpegMissing = (platform: NodeJS.Platform = process.platform) =>
  new DeepSportError(
    'FFMPEG_MISSING',
    `This needs the ffmpeg program, which is not on this computer. ${howToGetFfmpeg(platform)} Then try again.`,
  );

export const chosenFfmpegUnusable = (path: string, cause?: unknown) =>
  new DeepSportError(
    'FFMPEG_MISSING',
    `${basename(path)}, which DEEPSPORT_FFMPEG names, is no ffmpeg program that runs here. Correct the variable, or unset it to use the ffmpeg of this computer.`,
    { name: basename(path) },
    { cause },
  );

export const ffmpegFailed = (reason: string) =>
  new DeepSportError(
    'CONVERSION_FAILED',
    `The ffmpeg program gave up${reason ? ` (${reason})` : ''}. Try again; if it fails once more, the file is damaged or of a kind that ffmpeg does not know.`,
    { reason },
  );

export const ffmpegDiskFull = (reason: string) =>
  new DeepSportError(
    'DISK_FULL',
    'The disk is full, so the file could not be written. Free some space, then try again.',
    { reason },
  );
