import type { Size } from '#common/domain/index.ts';

const precisionBits = 22;
const half = 1 << (precisionBits - 1);
const channels = 3;

/**
 * Packed RGB pixels at another size, by the antialiased bicubic filter (a = −0.5) with the fixed-point arithmetic
 * of Pillow, which the models were trained with: the result is equal to the byte. Rows first, then columns, as
 * Pillow did for every size until it began to take the columns first where they shrink more.
 */
export function resizeBicubic(pixels: Uint8Array, from: Size, to: Size): Uint8Array {
  const wide = from.width === to.width ? pixels : resizeRows(pixels, from, to.width);
  if (from.height === to.height) return wide;
  return resizeColumns(wide, { width: to.width, height: from.height }, to.height);
}

type Weights = {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly values: Int32Array;
  readonly most: number;
};

/** Sums stay within 32 bits: the weights of a pixel add up to 2²², and those below zero to little. */
function resizeRows(pixels: Uint8Array, from: Size, width: number): Uint8Array {
  const { first, count, values, most } = filterWeights(from.width, width);
  const out = new Uint8ClampedArray(width * from.height * channels);
  let to = 0;
  for (let y = 0; y < from.height; y++) {
    const row = y * from.width * channels;
    for (let x = 0; x < width; x++) {
      let at = row + (first[x] as number) * channels;
      let k = x * most;
      const end = k + (count[x] as number);
      let red = half;
      let green = half;
      let blue = half;
      for (; k < end; k++, at += channels) {
        const weight = values[k] as number;
        red = (red + Math.imul(pixels[at] as number, weight)) | 0;
        green = (green + Math.imul(pixels[at + 1] as number, weight)) | 0;
        blue = (blue + Math.imul(pixels[at + 2] as number, weight)) | 0;
      }
      out[to] = red >> precisionBits;
      out[to + 1] = green >> precisionBits;
      out[to + 2] = blue >> precisionBits;
      to += channels;
    }
  }
  return new Uint8Array(out.buffer);
}

function resizeColumns(pixels: Uint8Array, from: Size, height: number): Uint8Array {
  const { first, count, values, most } = filterWeights(from.height, height);
  const stride = from.width * channels;
  const out = new Uint8ClampedArray(stride * height);
  const sums = new Int32Array(stride);
  for (let y = 0; y < height; y++) {
    sums.fill(half);
    const taps = count[y] as number;
    for (let k = 0; k < taps; k++) {
      const weight = values[y * most + k] as number;
      const row = ((first[y] as number) + k) * stride;
      for (let i = 0; i < stride; i++) {
        sums[i] = (sums[i] as number) + Math.imul(pixels[row + i] as number, weight);
      }
    }
    const start = y * stride;
    for (let i = 0; i < stride; i++) out[start + i] = (sums[i] as number) >> precisionBits;
  }
  return new Uint8Array(out.buffer);
}

function filterWeights(from: number, to: number): Weights {
  const scale = from / to;
  const filterScale = Math.max(scale, 1);
  const support = 2 * filterScale;
  const most = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const values = new Int32Array(to * most);
  for (let x = 0; x < to; x++) {
    const center = (x + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const taps = Math.min(from, Math.trunc(center + support + 0.5)) - start;
    const raw = Array.from({ length: taps }, (_, k) => cubic((k + start - center + 0.5) * (1 / filterScale)));
    const total = raw.reduce((sum, value) => sum + value, 0);
    first[x] = start;
    count[x] = taps;
    for (const [k, value] of raw.entries()) {
      const fixed = value * (1 / total) * 2 ** precisionBits;
      values[x * most + k] = Math.trunc(fixed < 0 ? fixed - 0.5 : fixed + 0.5);
    }
  }
  return { first, count, values, most };
}

function cubic(at: number): number {
  const a = -0.5;
  const x = Math.abs(at);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}
