import { type Size, throwIfCancelled } from '#common/domain/index.ts';
import type { Offset } from './camera-offset.ts';

/** A frame that the still scene is made of, and how the camera was shifted there, in pixels of the scene's size. */
export type SceneSample = { readonly frame: number; readonly offset: Offset };

export type StillScene = {
  /** The median of each colour of each pixel: what stands there most of the time. Packed RGB. */
  readonly pixels: Uint8Array;
  /** How much the brightness of each pixel differs from its median as a rule (median absolute deviation). */
  readonly spread: Uint8Array;
};

export type SceneWork = {
  readonly size: Size;
  readonly samples: readonly SceneSample[];
  /** The frame at that size, packed RGB. */
  readonly read: (frame: number) => Promise<Uint8Array>;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
};

/** Memory for the samples of the rows that are worked on at a time; larger pictures are read again for the next rows. */
const bandBytes = 256 * 2 ** 20;
/** Rows done between two looks at whether it is cancelled. */
const rowsAtOnce = 64;

/** The scene without what moves through it, in as many passes over the samples as the memory asks for. */
export async function stillScene({
  size,
  samples,
  read,
  signal,
  onProgress,
}: SceneWork): Promise<StillScene> {
  const { width, height } = size;
  const stride = width * 3;
  const pixels = new Uint8Array(stride * height);
  const spread = new Uint8Array(width * height);
  const bandRows = Math.max(1, Math.min(height, Math.floor(bandBytes / (samples.length * stride))));
  const passes = Math.ceil(height / bandRows);
  const bands = samples.map(() => new Uint8Array(stride * bandRows));
  for (let pass = 0; pass < passes; pass++) {
    const top = pass * bandRows;
    const rows = Math.min(bandRows, height - top);
    for (const [at, { frame, offset }] of samples.entries()) {
      throwIfCancelled(signal);
      const band = bands[at];
      if (band) copyShifted(await read(frame), size, offset, { top, rows }, band);
      onProgress?.(pass * samples.length + at + 1, passes * samples.length);
    }
    for (let row = 0; row < rows; row += rowsAtOnce) {
      throwIfCancelled(signal);
      const area = { top, from: row, until: Math.min(rows, row + rowsAtOnce) };
      medianRows(bands, samples, size, area, { pixels, spread });
      // A turn of the event loop, so that a cancel can come in.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { pixels, spread };
}

/** Whole pixels: the scene keeps the sharpness of its frames. */
export const wholePixels = ({ x, y }: Offset): Offset => ({ x: Math.round(x), y: Math.round(y) });

/** Rows of a frame as the reference has them; what lies outside the frame stays as it was. */
function copyShifted(
  frame: Uint8Array,
  { width, height }: Size,
  offset: Offset,
  { top, rows }: { readonly top: number; readonly rows: number },
  into: Uint8Array,
): void {
  const { x, y } = wholePixels(offset);
  const [left, right] = [Math.max(0, -x), Math.min(width, width - x)];
  for (let row = 0; row < rows; row++) {
    const from = top + row + y;
    if (from < 0 || from >= height || left >= right) continue;
    const start = (from * width + left + x) * 3;
    into.set(frame.subarray(start, start + (right - left) * 3), (row * width + left) * 3);
  }
}

/** Whether a pixel of the reference lies in a frame that is shifted so. */
export const isCovered = (x: number, y: number, { width, height }: Size, offset: Offset): boolean =>
  x + offset.x >= 0 && x + offset.x < width && y + offset.y >= 0 && y + offset.y < height;

function medianRows(
  bands: readonly Uint8Array[],
  samples: readonly SceneSample[],
  size: Size,
  { top, from, until }: { readonly top: number; readonly from: number; readonly until: number },
  { pixels, spread }: StillScene,
): void {
  const { width } = size;
  const offsets = samples.map(({ offset }) => wholePixels(offset));
  const isStill = offsets.every(({ x, y }) => x === 0 && y === 0);
  const values = new Uint8Array(bands.length);
  const lumas = new Uint8Array(bands.length);
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
          if (band && offset && isCovered(x, top + row, size, offset)) covering[count++] = band;
        }
      }
      for (let i = 0; i < count; i++) {
        const band = covering[i] as Uint8Array;
        lumas[i] = luma(band, at);
      }
      for (let channel = 0; channel < 3; channel++) {
        for (let i = 0; i < count; i++) values[i] = (covering[i] as Uint8Array)[at + channel] ?? 0;
        pixels[to + channel] = median(values, count);
      }
      const middle = luma(pixels, to);
      for (let i = 0; i < count; i++) values[i] = Math.abs((lumas[i] ?? 0) - middle);
      spread[(top + row) * width + x] = median(values, count);
    }
  }
}

const luma = (rgb: Uint8Array, at: number): number =>
  ((rgb[at] ?? 0) * 77 + (rgb[at + 1] ?? 0) * 150 + (rgb[at + 2] ?? 0) * 29) >> 8;

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
