import { type Size, throwIfCancelled } from '#common/domain/index.ts';
import type { Offset } from './camera-offset.ts';

/** A frame that the still scene is made of. The scene's pixel (x, y) is the frame's at (x, y) plus the offset. */
export type SceneSample = { readonly frame: number; readonly offset: Offset };

export type StillScene = {
  /** The median of each colour of each pixel: what stands there most of the time. Packed RGB. */
  readonly pixels: Uint8Array;
  /** How much the brightness of each pixel differs from its median as a rule (median absolute deviation). */
  readonly spread: Uint8Array;
};

export type SceneWork = {
  readonly size: Size;
  /** Of the frames; the scene is larger where the camera moved. */
  readonly frameSize: Size;
  readonly samples: readonly SceneSample[];
  /** The frame at that size, packed RGB. */
  readonly read: (frame: number) => Promise<Uint8Array>;
  readonly signal: AbortSignal;
  /** Whether `spread` is wanted, too; empty where it is not. */
  readonly withSpread: boolean;
  /** Memory for the samples of the rows that are worked on at a time; larger pictures are read again for the next. */
  readonly bandBytes?: number;
  readonly onProgress?: (done: number, total: number) => void;
};

const usualBandBytes = 256 * 2 ** 20;
/** Where so many samples, spread over all of them, differ by no more than this, they stand for all. */
const fewSamples = 9;
const alike = 14;
/** Rows done between two looks at whether it is cancelled. */
const rowsAtOnce = 64;
/** What no frame shows. */
const nowhere = [16, 18, 21] as const;

/** The scene without what moves through it, in as many passes over the samples as the memory asks for. */
export async function stillScene(work: SceneWork): Promise<StillScene> {
  const { size, frameSize, samples, read, signal, onProgress, bandBytes = usualBandBytes } = work;
  const { width, height } = size;
  const stride = width * 3;
  const scene = {
    pixels: new Uint8Array(stride * height),
    spread: new Uint8Array(work.withSpread ? width * height : 0),
  };
  const bandRows = Math.max(1, Math.min(height, Math.floor(bandBytes / (samples.length * stride))));
  const passes = Math.ceil(height / bandRows);
  const bands = samples.map(() => new Uint8Array(stride * bandRows));
  for (let pass = 0; pass < passes; pass++) {
    const top = pass * bandRows;
    const rows = Math.min(bandRows, height - top);
    for (const [at, { frame, offset }] of samples.entries()) {
      throwIfCancelled(signal);
      const band = bands[at];
      if (band) copyShifted(await read(frame), work, offset, { top, rows }, band);
      onProgress?.(pass * samples.length + at + 1, passes * samples.length);
    }
    for (let row = 0; row < rows; row += rowsAtOnce) {
      throwIfCancelled(signal);
      const area = { top, from: row, until: Math.min(rows, row + rowsAtOnce) };
      medianRows(bands, samples, { size, frameSize }, area, scene);
      // A turn of the event loop, so that a cancel can come in.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return scene;
}

/** Whole pixels: the scene keeps the sharpness of its frames. */
export const wholePixels = ({ x, y }: Offset): Offset => ({ x: Math.round(x), y: Math.round(y) });

/** Whether a pixel of the scene lies in a frame. */
export const isCovered = (x: number, y: number, frameSize: Size, offset: Offset): boolean =>
  x + offset.x >= 0 && x + offset.x < frameSize.width && y + offset.y >= 0 && y + offset.y < frameSize.height;

/** Rows of a frame as the scene has them; what lies outside the frame stays as it was. */
function copyShifted(
  frame: Uint8Array,
  { size, frameSize }: Pick<SceneWork, 'size' | 'frameSize'>,
  offset: Offset,
  { top, rows }: { readonly top: number; readonly rows: number },
  into: Uint8Array,
): void {
  const { x, y } = wholePixels(offset);
  const [left, right] = [Math.max(0, -x), Math.min(size.width, frameSize.width - x)];
  for (let row = 0; row < rows; row++) {
    const from = top + row + y;
    if (from < 0 || from >= frameSize.height || left >= right) continue;
    const start = (from * frameSize.width + left + x) * 3;
    into.set(frame.subarray(start, start + (right - left) * 3), (row * size.width + left) * 3);
  }
}

function medianRows(
  bands: readonly Uint8Array[],
  samples: readonly SceneSample[],
  { size, frameSize }: Pick<SceneWork, 'size' | 'frameSize'>,
  { top, from, until }: { readonly top: number; readonly from: number; readonly until: number },
  { pixels, spread }: StillScene,
): void {
  const { width } = size;
  const offsets = samples.map(({ offset }) => wholePixels(offset));
  const isStill = offsets.every(({ x, y }) => x === 0 && y === 0);
  const values = new Uint8Array(bands.length);
  const covering: Uint8Array[] = [...bands];
  for (let row = from; row < until; row++) {
    for (let x = 0; x < width; x++) {
      const at = (row * width + x) * 3;
      const to = ((top + row) * width + x) * 3;
      let count = bands.length;
      if (!isStill) {
        count = 0;
        for (let i = 0; i < bands.length; i++) {
          const [band, offset] = [bands[i], offsets[i]];
          if (band && offset && isCovered(x, top + row, frameSize, offset)) covering[count++] = band;
        }
      }
      if (count === 0) {
        pixels.set(nowhere, to);
        continue;
      }
      for (let channel = 0; channel < 3; channel++) {
        pixels[to + channel] = medianOf(covering, count, at + channel, values);
      }
      if (spread.length === 0) continue;
      const middle = luma(pixels, to);
      for (let i = 0; i < count; i++) values[i] = Math.abs(luma(covering[i] as Uint8Array, at) - middle);
      spread[(top + row) * width + x] = median(values, count);
    }
  }
}

const luma = (rgb: Uint8Array, at: number): number =>
  ((rgb[at] ?? 0) * 77 + (rgb[at + 1] ?? 0) * 150 + (rgb[at + 2] ?? 0) * 29) >> 8;

/** The median of one byte of all pictures; of some of them where they agree. */
function medianOf(pictures: readonly Uint8Array[], count: number, at: number, values: Uint8Array): number {
  if (count > fewSamples) {
    let [least, most] = [255, 0];
    const step = (count - 1) / (fewSamples - 1);
    for (let i = 0; i < fewSamples; i++) {
      const value = (pictures[Math.round(i * step)] as Uint8Array)[at] as number;
      values[i] = value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (most - least <= alike) return median(values, fewSamples);
  }
  for (let i = 0; i < count; i++) values[i] = (pictures[i] as Uint8Array)[at] as number;
  return median(values, count);
}

/** Of the first values, which are put in order for it. */
function median(values: Uint8Array, count: number): number {
  for (let i = 1; i < count; i++) {
    const value = values[i] as number;
    let to = i - 1;
    while (to >= 0 && (values[to] as number) > value) {
      values[to + 1] = values[to] as number;
      to -= 1;
    }
    values[to + 1] = value;
  }
  return values[count >> 1] ?? 0;
}
