import type { Size, TrackSearch } from '#common/domain/index.ts';
import {
  frameNotInteger,
  frameOutOfRange,
  noFramesAsked,
  sizeInvalid,
  soundRangeInvalid,
  trackPointInvalid,
  trackRangeInvalid,
} from './clip-errors.ts';
import type { SoundRequest } from './video-service.ts';

const maxSide = 16_384;
const longestSoundSeconds = 60;

/** Fails with RANGE_INVALID or FRAME_OUT_OF_RANGE unless every number names a frame of the clip. */
export function checkIndices(indices: readonly number[], frameCount: number): void {
  if (indices.length === 0) throw noFramesAsked();
  for (const index of indices) {
    if (!Number.isInteger(index)) throw frameNotInteger(index);
    if (index < 0 || index >= frameCount) throw frameOutOfRange(index, frameCount);
  }
}

/** Fails with BAD_INPUT unless a picture of this size can be made. */
export function checkSize({ width, height }: Size): void {
  const fits = (side: number) => Number.isInteger(side) && side >= 1 && side <= maxSide;
  if (!fits(width) || !fits(height)) throw sizeInvalid(width, height);
}

/** Fails unless there is a point in the picture, in a range of the clip, with something of a size around it. */
export function checkTrackSearch({ from, range, radius }: TrackSearch, frameCount: number): void {
  checkIndices([range.start, range.end, from.frame], frameCount);
  if (from.frame < range.start || from.frame > range.end) throw trackRangeInvalid(from.frame, range);
  const isShare = (value: number) => value >= 0 && value <= 1;
  if (!isShare(from.x) || !isShare(from.y) || !(radius >= 3 && radius <= 200)) throw trackPointInvalid();
}

/** Fails with RANGE_INVALID unless the stretch can be had in one piece. */
export function checkSoundRequest({ startSeconds, durationSeconds }: SoundRequest): void {
  const isRange =
    Number.isFinite(startSeconds) && durationSeconds > 0 && durationSeconds <= longestSoundSeconds;
  if (!isRange) throw soundRangeInvalid(longestSoundSeconds);
}
