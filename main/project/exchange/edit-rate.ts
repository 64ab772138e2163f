import type { ClipInfo } from '#common/domain/index.ts';
import type { PlacedEvent } from './events-document.ts';

/** A frame rate as editors write it: `frames` in `seconds`, both whole. */
export type EditRate = {
  readonly frames: number;
  readonly seconds: number;
  /** What timecode counts to: 30 for 29.97. */
  readonly nominal: number;
};

/**
 * The rate in which editors count a clip, in the file's own time. Rates of television are told apart from whole
 * ones by their measured value. A clip of variable frame rate is counted at the whole rate next to its average:
 * editors have no other way, so its times are rounded to that.
 */
export function editRate({ averageFrameRate, timeScale, variableFrameRate }: ClipInfo): EditRate {
  const rate = averageFrameRate * timeScale;
  const nominal = Math.max(1, Math.round(rate));
  const television = (nominal * 1000) / 1001;
  const isTelevision = [24, 30, 48, 60, 120].includes(nominal) && Math.abs(rate - television) < 0.008;
  if (isTelevision && !variableFrameRate) return { frames: nominal * 1000, seconds: 1001, nominal };
  const isWhole = variableFrameRate || Math.abs(rate - nominal) < 0.002 * nominal;
  if (isWhole) return { frames: nominal, seconds: 1, nominal };
  return { frames: Math.round(rate * 1000), seconds: 1000, nominal };
}

export const framesPerSecond = ({ frames, seconds }: EditRate): number => frames / seconds;

/**
 * An event counted in the clip's edit rate: the same frame numbers where frames are evenly spaced, else the nearest
 * counts to its times. `length` is at least 1.
 */
export function editRange(
  { event, clip, start, end }: PlacedEvent,
  rate: EditRate,
): { readonly start: number; readonly length: number } {
  const { start: first, end: last } = event.range;
  if (!clip.info.variableFrameRate) return { start: first, length: last - first + 1 };
  const [from, to] = [start, end].map((seconds) => Math.round(seconds * framesPerSecond(rate)));
  return { start: Math.max(0, from ?? 0), length: Math.max(1, (to ?? 0) - Math.max(0, from ?? 0)) };
}

/** How many frames of that rate a whole clip is long. */
export const editLength = (info: ClipInfo, rate: EditRate): number =>
  info.variableFrameRate
    ? Math.ceil((info.durationSeconds / info.timeScale) * framesPerSecond(rate))
    : info.frameCount;
