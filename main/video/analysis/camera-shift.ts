import type { Size } from '#common/domain/index.ts';

/** How far the whole picture moved since the frame before, as shares of its width and height; 0 where it stood. */
export type CameraShift = { readonly x: number; readonly y: number };

/** Movements further than this share of a side in one frame are not looked for. */
const furthest = 0.25;
/** Profiles are taken in so many strips, so that what moves in one part is told from the whole picture. */
const strips = 6;
/** A picture that stands changes less than this, in grey values. */
const leastChange = 1;
/** Moved, the profiles must fit by this much better than standing. */
const leastGain = 0.6;

/** Compares the brightness of rows and of columns, strip by strip, at all shifts within reach. */
export function cameraShift(before: Uint8Array, luma: Uint8Array, { width, height }: Size): CameraShift {
  return {
    x: shiftOf(profiles(before, width, height, 1, width), profiles(luma, width, height, 1, width), width),
    y: shiftOf(profiles(before, height, width, width, 1), profiles(luma, height, width, width, 1), height),
  };
}

/** The mean brightness at each place along a side, for each strip across it: `strips` values a place. */
function profiles(luma: Uint8Array, length: number, across: number, along: number, over: number) {
  const sums = new Float64Array(length * strips);
  for (let at = 0; at < length; at++) {
    for (let strip = 0; strip < strips; strip++) {
      const from = Math.floor((strip * across) / strips);
      const to = Math.max(from + 1, Math.floor(((strip + 1) * across) / strips));
      let sum = 0;
      for (let i = from; i < to; i++) sum += luma[at * along + i * over] ?? 0;
      sums[at * strips + strip] = sum / (to - from);
    }
  }
  return sums;
}

function shiftOf(before: Float64Array, after: Float64Array, length: number): number {
  const reach = Math.floor(length * furthest);
  const standing = misfit(before, after, length, 0);
  if (standing < leastChange) return 0;
  let [best, least] = [0, standing];
  for (let shift = -reach; shift <= reach; shift++) {
    const found = misfit(before, after, length, shift);
    if (found < least) [best, least] = [shift, found];
  }
  return least < leastGain * standing ? best / length : 0;
}

/** Mean difference where the pictures overlap when what was at `at` is now at `at + shift`. */
function misfit(before: Float64Array, after: Float64Array, length: number, shift: number): number {
  const first = Math.max(0, shift);
  const last = Math.min(length, length + shift);
  let sum = 0;
  for (let at = first; at < last; at++) {
    for (let strip = 0; strip < strips; strip++) {
      sum += Math.abs((after[at * strips + strip] ?? 0) - (before[(at - shift) * strips + strip] ?? 0));
    }
  }
  return sum / ((last - first) * strips);
}
