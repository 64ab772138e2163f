import type { Size } from '#common/domain/index.ts';

/** The size that every frame is looked at in, whatever its shape: cells of 4×4 pixels cover it evenly. */
export const workingSize: Size = { width: 64, height: 32 };

const cellSide = 4;
export const gridWidth = workingSize.width / cellSide;
export const gridHeight = workingSize.height / cellSide;
const cellCount = gridWidth * gridHeight;
const colourCellCount = cellCount / 4;

/**
 * What is kept of a frame to find shots by: the mean luma of 16×8 cells, then the mean blue and the mean red
 * difference of 8×4 cells, one byte each. Colours are BT.601's over the full range.
 */
export const signatureBytes = cellCount + 2 * colourCellCount;

export const lumaCells = cellCount;

/** Luma of each pixel of packed RGB at the working size. */
export function lumaOf(rgb: Uint8Array): Uint8Array {
  const luma = new Uint8Array(rgb.length / 3);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    luma[i] = (77 * (rgb[at] ?? 0) + 150 * (rgb[at + 1] ?? 0) + 29 * (rgb[at + 2] ?? 0) + 128) >> 8;
  }
  return luma;
}

/** Mean absolute change of brightness from one frame to the next, 0 to 1. Flicker counts like movement. */
export function motionEnergy(before: Uint8Array, luma: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < luma.length; i++) sum += Math.abs((luma[i] ?? 0) - (before[i] ?? 0));
  return sum / (luma.length * 255);
}

export function signatureOf(rgb: Uint8Array, luma: Uint8Array): Uint8Array {
  const { width, height } = workingSize;
  const lumaSums = new Uint32Array(cellCount);
  const blueSums = new Float64Array(colourCellCount);
  const redSums = new Float64Array(colourCellCount);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const cell = (y >> 2) * gridWidth + (x >> 2);
      const colourCell = (y >> 3) * (gridWidth / 2) + (x >> 3);
      lumaSums[cell] = (lumaSums[cell] ?? 0) + (luma[i] ?? 0);
      redSums[colourCell] = (redSums[colourCell] ?? 0) + (rgb[3 * i] ?? 0) - (luma[i] ?? 0);
      blueSums[colourCell] = (blueSums[colourCell] ?? 0) + (rgb[3 * i + 2] ?? 0) - (luma[i] ?? 0);
    }
  }
  const signature = new Uint8Array(signatureBytes);
  for (let cell = 0; cell < cellCount; cell++) signature[cell] = Math.round((lumaSums[cell] ?? 0) / 16);
  for (let cell = 0; cell < colourCellCount; cell++) {
    signature[cellCount + cell] = difference((blueSums[cell] ?? 0) * 0.564);
    signature[cellCount + colourCellCount + cell] = difference((redSums[cell] ?? 0) * 0.713);
  }
  return signature;
}

const difference = (sum: number) => Math.min(255, Math.max(0, Math.round(128 + sum / 64)));
