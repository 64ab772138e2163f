import type { Size } from '#common/domain/index.ts';

const precisionBits = 22;
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

function resizeRows(pixels: Uint8Array, from: Size, width: number): Uint8Array {
  const { first, count, values, most } = filterWeights(from.width, width);
  const out = new Uint8Array(width * from.height * channels);
  let to = 0;
  for (let y = 0; y < from.height; y++) {
    const row = y * from.width * channels;
    for (let x = 0; x < width; x++) {
      const start = row + (first[x] ?? 0) * channels;
      const taps = count[x] ?? 0;
      for (let c = 0; c < channels; c++) {
        let sum = 1 << (precisionBits - 1);
        for (let k = 0; k < taps; k++) {
          sum += (pixels[start + k * channels + c] ?? 0) * (values[x * most + k] ?? 0);
        }
        out[to++] = clip(sum);
      }
    }
  }
  return out;
}

function resizeColumns(pixels: Uint8Array, from: Size, height: number): Uint8Array {
  const { first, count, values, most } = filterWeights(from.height, height);
  const stride = from.width * channels;
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const start = (first[y] ?? 0) * stride;
    const taps = count[y] ?? 0;
    for (let i = 0; i < stride; i++) {
      let sum = 1 << (precisionBits - 1);
      for (let k = 0; k < taps; k++)
        sum += (pixels[start + k * stride + i] ?? 0) * (values[y * most + k] ?? 0);
      out[y * stride + i] = clip(sum);
    }
  }
  return out;
}

const clip = (sum: number): number => Math.max(0, Math.min(255, Math.floor(sum / 2 ** precisionBits)));

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
