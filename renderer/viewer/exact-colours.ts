import type { PicturePlanes } from './picture-planes.ts';

export type PictureColours = {
  /** As WebCodecs names it; null where the file does not say. */
  readonly matrix: string | null;
  readonly primaries: string | null;
  readonly transfer: string | null;
  readonly fullRange: boolean | null;
};

/** Shares of red and blue in luma: ITU-R BT.601-7, BT.709-6. What does not say is read as BT.709, as main does. */
const shares: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  bt709: [0.2126, 0.0722],
  smpte170m: [0.299, 0.114],
  bt470bg: [0.299, 0.114],
};

const sharesOf = (matrix: string | null) => shares[matrix ?? 'bt709'];

/** Whether these colours need no more than a matrix: no other gamut and no other curve than a screen's. */
export const hasPlainColours = ({ matrix, primaries, transfer }: PictureColours): boolean =>
  sharesOf(matrix) !== undefined &&
  !['bt2020', 'bt470bg', 'smpte432'].includes(primaries ?? '') &&
  transfer !== 'pq' &&
  transfer !== 'hlg';

/** Milliseconds of work after which the page gets its turn. */
const sliceMilliseconds = 8;

/**
 * Red, green, blue and a fourth byte for each pixel, rounded once. Browsers that paint without a graphics card
 * take short cuts that shift saturated colours by up to 13 of 255; a picture at rest is judged by.
 */
export async function exactColours(
  { format, bytes }: PicturePlanes,
  { width, height }: { readonly width: number; readonly height: number },
  colours: PictureColours,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const [redShare, blueShare] = sharesOf(colours.matrix) ?? [0.2126, 0.0722];
  const [, subsampling, depth = '8'] = /^I(4\d\d)(?:P(\d+))?$/.exec(format) ?? [];
  const samples =
    depth === '8' ? bytes : new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const halfWidth = subsampling !== '444';
  const halfHeight = subsampling === '420';
  const chromaWidth = halfWidth ? (width + 1) >> 1 : width;
  const chromaHeight = halfHeight ? (height + 1) >> 1 : height;
  const [uAt, vAt] = [width * height, width * height + chromaWidth * chromaHeight];

  const unit = 2 ** (Number(depth) - 8);
  const [black, lumaRange, chromaRange] = colours.fullRange
    ? [0, 256 * unit - 1, 256 * unit - 1]
    : [16 * unit, 219 * unit, 224 * unit];
  const grey = 128 * unit;
  const lumaScale = 255 / lumaRange;
  const redScale = (2 * (1 - redShare) * 255) / chromaRange;
  const blueScale = (2 * (1 - blueShare) * 255) / chromaRange;
  const greenShare = 1 - redShare - blueShare;
  const greenByRed = (-redScale * redShare) / greenShare;
  const greenByBlue = (-blueScale * blueShare) / greenShare;

  const rgb = new Uint8ClampedArray(width * height * 4);
  const [u, v] = [new Float32Array(chromaWidth + 1), new Float32Array(chromaWidth + 1)];
  let began = performance.now();
  for (let y = 0; y < height; y += 1) {
    if (performance.now() - began > sliceMilliseconds) {
      await new Promise((next) => setTimeout(next));
      signal.throwIfAborted();
      began = performance.now();
    }
    // A row of chroma at half height lies between two rows of luma, nearer to one of two rows by three to one.
    const near = halfHeight ? y >> 1 : y;
    const beside = halfHeight ? Math.max(0, Math.min(chromaHeight - 1, near + (y & 1 ? 1 : -1))) : near;
    for (let x = 0; x < chromaWidth; x += 1) {
      const [a, b] = [near * chromaWidth + x, beside * chromaWidth + x];
      u[x] = ((samples[uAt + a] ?? 0) * 3 + (samples[uAt + b] ?? 0)) / 4 - grey;
      v[x] = ((samples[vAt + a] ?? 0) * 3 + (samples[vAt + b] ?? 0)) / 4 - grey;
    }
    u[chromaWidth] = u[chromaWidth - 1] ?? 0;
    v[chromaWidth] = v[chromaWidth - 1] ?? 0;
    for (let x = 0, to = y * width * 4; x < width; x += 1, to += 4) {
      // At half width chroma lies on every even column; odd ones are between two.
      const at = halfWidth ? x >> 1 : x;
      const next = halfWidth && x & 1 ? at + 1 : at;
      const cb = ((u[at] ?? 0) + (u[next] ?? 0)) / 2;
      const cr = ((v[at] ?? 0) + (v[next] ?? 0)) / 2;
      const luma = ((samples[y * width + x] ?? 0) - black) * lumaScale;
      rgb[to] = luma + cr * redScale;
      rgb[to + 1] = luma + cr * greenByRed + cb * greenByBlue;
      rgb[to + 2] = luma + cb * blueScale;
      rgb[to + 3] = 255;
    }
  }
  return new Uint8Array(rgb.buffer);
}
