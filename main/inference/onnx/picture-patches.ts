import type { Size } from '#common/domain/index.ts';

/** How a model cuts and scales pictures; from `preprocessor_config.json`. */
export type PatchRule = {
  readonly patchSize: number;
  readonly temporalPatchSize: number;
  readonly mergeSize: number;
  /** What 8-bit values are multiplied with before mean and deviation; 1/255, or 1 for none. */
  readonly rescale: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
};

const channels = 3;

/** Rows and columns of patches of a picture, and how many text positions they fill. */
export function pictureGrid(size: Size, { patchSize, mergeSize }: PatchRule) {
  const rows = size.height / patchSize;
  const columns = size.width / patchSize;
  return { rows, columns, patches: rows * columns, tokens: (rows * columns) / mergeSize ** 2 };
}

/** Values of one patch: 3 channels × frames × patch × patch. */
export const patchValues = ({ patchSize, temporalPatchSize }: PatchRule): number =>
  channels * temporalPatchSize * patchSize * patchSize;

/**
 * Writes the patches of one picture into `out` from value `offset` on: [patches, channels · frames · 14 · 14].
 * Patches come in blocks of `mergeSize` × `mergeSize`, row by row; a still picture stands for every frame of its
 * temporal patch. Sides must be multiples of patch × merge.
 */
export function writePatches(
  pixels: Uint8Array,
  size: Size,
  rule: PatchRule,
  out: Float32Array,
  offset: number,
): void {
  const { patchSize, temporalPatchSize, mergeSize } = rule;
  const { rows, columns } = pictureGrid(size, rule);
  const scale = normalisation(rule);
  const plane = patchSize * patchSize;
  const stride = size.width * channels;
  let to = offset;
  for (let blockRow = 0; blockRow < rows; blockRow += mergeSize) {
    for (let blockColumn = 0; blockColumn < columns; blockColumn += mergeSize) {
      for (let inner = 0; inner < mergeSize * mergeSize; inner++) {
        const row = blockRow + Math.floor(inner / mergeSize);
        const column = blockColumn + (inner % mergeSize);
        const corner = row * patchSize * stride + column * patchSize * channels;
        for (let c = 0; c < channels; c++) {
          const start = to;
          for (let y = 0; y < patchSize; y++) {
            let from = corner + y * stride + c;
            for (let x = 0; x < patchSize; x++, from += channels) {
              out[to++] = scale[c * 256 + (pixels[from] as number)] as number;
            }
          }
          for (let frame = 1; frame < temporalPatchSize; frame++, to += plane) {
            out.copyWithin(to, start, start + plane);
          }
        }
      }
    }
  }
}

/** The normalised value of each of the 256 levels, for each channel, rounded at each step as transformers does. */
function normalisation({ rescale, mean, deviation }: PatchRule): Float32Array {
  const values = new Float32Array(channels * 256);
  for (let c = 0; c < channels; c++) {
    for (let level = 0; level < 256; level++) {
      const shifted = Math.fround(Math.fround(level * rescale) - Math.fround(mean[c] ?? 0));
      values[c * 256 + level] = shifted / Math.fround(deviation[c] ?? 1);
    }
  }
  return values;
}
