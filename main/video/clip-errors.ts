import { basename } from 'node:path';
import { DeepSportError, type FrameRange } from '#common/domain/index.ts';

/** The sentences a person reads when a clip cannot be used: what is wrong, and what to do. */

const named = (path: string) => ({ name: basename(path) });

export const fileMissing = (path: string, cause?: unknown) =>
  new DeepSportError(
    'FILE_MISSING',
    `${basename(path)} is not there any more or never was. Check the path, or open the clip from where it is now.`,
    named(path),
    { cause },
  );

export const fileUnreadable = (path: string, cause: unknown) =>
  new DeepSportError(
    'FILE_MISSING',
    `${basename(path)} cannot be read. Check that the drive is connected and that you may read the file.`,
    named(path),
    { cause },
  );

export const fileEmpty = (path: string) =>
  new DeepSportError(
    'FILE_EMPTY',
    `${basename(path)} is empty (0 bytes). Copy or download it again.`,
    named(path),
  );

export const fileChanged = (path: string) =>
  new DeepSportError(
    'FILE_CHANGED',
    `${basename(path)} has changed since it was opened, so its frame numbers may have changed too. Ask again to use the file as it is now.`,
    named(path),
  );

export const notAVideo = (path: string, cause?: unknown) =>
  new DeepSportError(
    'NOT_A_VIDEO',
    `${basename(path)} is not a video file, whatever its name says. Choose another file.`,
    named(path),
    { cause },
  );

export const isFolder = (path: string) =>
  new DeepSportError('NOT_A_VIDEO', `${basename(path)} is a folder. Choose a video file in it.`, named(path));

export const noVideoTrack = (path: string) =>
  new DeepSportError(
    'NO_VIDEO_TRACK',
    `${basename(path)} holds sound but no picture. Choose a file with a video track.`,
    named(path),
  );

export const clipDamaged = (path: string, cause?: unknown) =>
  new DeepSportError(
    'CLIP_DAMAGED',
    `${basename(path)} is damaged or cut off, and no frame of it can be found. Copy it again from the camera or the source.`,
    named(path),
    { cause },
  );

export const frameDamaged = (path: string, frame: number, cause?: unknown) =>
  new DeepSportError(
    'CLIP_DAMAGED',
    `Frame ${frame} of ${basename(path)} cannot be decoded, because the file is damaged there. Other frames may still work.`,
    { ...named(path), frame },
    { cause },
  );

/** Told to whoever converts; a person hears of it only where nothing converts. */
export const containerUnsupported = (path: string, container: string) =>
  new DeepSportError(
    'CONTAINER_UNSUPPORTED',
    `${basename(path)} is ${container}, which cannot be read frame by frame as it is. Convert it to MP4 first.`,
    { ...named(path), container },
  );

/** As `containerUnsupported`. */
export const codecUnsupported = (path: string, codec: string) =>
  new DeepSportError(
    'CODEC_UNSUPPORTED',
    `The picture in ${basename(path)} is ${codec}, which cannot be read frame by frame as it is. Convert it to H.264 first.`,
    { ...named(path), codec },
  );

export const frameOutOfRange = (index: number, frameCount: number) =>
  new DeepSportError(
    'FRAME_OUT_OF_RANGE',
    `Frame ${index} is outside the clip, which has frames 0–${frameCount - 1}.`,
    { frame: index, frameCount },
  );

export const frameNotInteger = (index: number) =>
  new DeepSportError('RANGE_INVALID', `${index} is not a frame number. Frames are whole numbers from 0.`, {
    frame: Number.isFinite(index) ? index : String(index),
  });

export const noFramesAsked = () =>
  new DeepSportError('RANGE_INVALID', 'No frames were asked for. Name at least one frame.');

export const captureRateInvalid = (captureRate: number) =>
  new DeepSportError(
    'BAD_INPUT',
    `A camera does not run at ${captureRate} frames per second. Give a number above 0.`,
    { captureRate: String(captureRate) },
  );

export const trackMissing = (path: string, videoTrack: number, trackCount: number) =>
  new DeepSportError(
    'BAD_INPUT',
    trackCount === 1
      ? `${basename(path)} has only one picture track. Choose track 0.`
      : `${basename(path)} has no picture track ${videoTrack}. Choose one from 0 to ${trackCount - 1}.`,
    { ...named(path), videoTrack: String(videoTrack), trackCount },
  );

export const noSound = (path: string) =>
  new DeepSportError('NO_SOUND', `${basename(path)} has no sound. It can be watched without.`, named(path));

export const soundUndecodable = (path: string) =>
  new DeepSportError(
    'NO_SOUND',
    `The sound in ${basename(path)} is in a codec that cannot be decoded here. The picture can be watched without it.`,
    named(path),
  );

export const soundDamaged = (path: string, cause: unknown) =>
  new DeepSportError(
    'NO_SOUND',
    `The sound in ${basename(path)} is damaged and cannot be decoded. The picture can be watched without it.`,
    named(path),
    { cause },
  );

export const soundRangeInvalid = (longestSeconds: number) =>
  new DeepSportError(
    'RANGE_INVALID',
    `This stretch of sound cannot be given. Ask for more than 0 and at most ${longestSeconds} seconds at a time.`,
  );

export const sizeInvalid = (width: number, height: number) =>
  new DeepSportError(
    'BAD_INPUT',
    `A picture of ${width}×${height} pixels cannot be made. Ask for whole numbers from 1 to 16384.`,
    { width: String(width), height: String(height) },
  );

export const trackRangeInvalid = (frame: number, { start, end }: FrameRange) =>
  new DeepSportError(
    'RANGE_INVALID',
    `The point lies on frame ${frame}, which is not in the range ${start}–${end}. Set it on a frame of the range.`,
    { frame, start, end },
  );

export const trackPointInvalid = () =>
  new DeepSportError(
    'BAD_INPUT',
    'Nothing can be followed there. Set a point in the picture, with a radius of 3 to 200 pixels.',
  );
