import type { RawPicture } from './raw-pictures.ts';

/** A picture in small: mean brightness, 0 to 255, of blocks that coding noise averages out in. */
export type SmallPicture = Float32Array;

const mostColumns = 48;
const mostRows = 27;
/** Smaller blocks would show the ringing at sharp edges. */
const smallestBlock = 8;
/** Samples looked at in each direction of a block, at most. */
const samplesAcross = 8;

export function smallPicture({ planes, width, height, bitDepth }: RawPicture): SmallPicture {
  const columns = blocksIn(width, mostColumns);
  const rows = blocksIn(height, mostRows);
  const small = new Float32Array(columns * rows);
  const sampleBytes = bitDepth > 8 ? 2 : 1;
  const scale = 2 ** (bitDepth - 8);
  const across = steps(width, columns);
  const down = steps(height, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      let count = 0;
      for (const y of down[row] ?? []) {
        for (const x of across[column] ?? []) {
          const at = (y * width + x) * sampleBytes;
          sum += (planes[at] ?? 0) + (sampleBytes === 2 ? (planes[at + 1] ?? 0) * 256 : 0);
          count += 1;
        }
      }
      small[row * columns + column] = sum / count / scale;
    }
  }
  return small;
}

const blocksIn = (length: number, most: number): number =>
  Math.min(most, Math.max(1, Math.floor(length / smallestBlock)));

/** The positions looked at in each block of a line. */
function steps(length: number, blocks: number): readonly (readonly number[])[] {
  return Array.from({ length: blocks }, (_, block) => {
    const from = Math.floor((block * length) / blocks);
    const to = Math.max(from + 1, Math.floor(((block + 1) * length) / blocks));
    const step = Math.max(1, Math.floor((to - from) / samplesAcross));
    const positions: number[] = [];
    for (let at = from; at < Math.min(to, length); at += step) positions.push(at);
    return positions;
  });
}

export type SmallDifference = {
  readonly mean: number;
  /** Of the block that differs most. */
  readonly largest: number;
};

export function smallDifference(a: SmallPicture, b: SmallPicture): SmallDifference {
  let sum = 0;
  let largest = 0;
  for (let n = 0; n < a.length; n++) {
    const difference = Math.abs((a[n] ?? 0) - (b[n] ?? 0));
    sum += difference;
    if (difference > largest) largest = difference;
  }
  return { mean: sum / a.length, largest };
}
