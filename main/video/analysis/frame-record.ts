import type { Size } from '#common/domain/index.ts';
import type { CameraShift } from './camera-shift.ts';

/** Cells of a frame's signature, the same for every shape of picture. */
export const gridWidth = 16;
export const gridHeight = 8;
export const cellCount = gridWidth * gridHeight;
const colourCellCount = cellCount / 4;

/**
 * What is kept of a frame to find shots by: the mean luma of 16×8 cells, then the mean blue difference and the mean
 * red difference of 8×4 cells, row by row, one byte each. Colours are BT.601's over the full range.
 */
export const signatureBytes = cellCount + 2 * colourCellCount;

/** What is stored of each frame: its signature, and how far the camera moved, across and down, a byte each. */
export const recordBytes = signatureBytes + 2;

/** Shares of a side to the byte: ±31 % in steps of a quarter of a percent. */
const shiftUnit = 400;

export const packShift = ({ x, y }: CameraShift): Uint8Array =>
  new Uint8Array(Int8Array.of(Math.round(x * shiftUnit), Math.round(y * shiftUnit)).buffer);

export const unpackShift = (bytes: Uint8Array, at: number): CameraShift => ({
  x: (((bytes[at] ?? 0) << 24) >> 24) / shiftUnit,
  y: (((bytes[at + 1] ?? 0) << 24) >> 24) / shiftUnit,
});

/** Luma of each pixel of packed RGB. */
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

export function signatureOf(rgb: Uint8Array, luma: Uint8Array, { width, height }: Size): Uint8Array {
  const signature = new Uint8Array(signatureBytes);
  const colours = new Float64Array(2 * colourCellCount);
  const columns = edges(width, gridWidth);
  const rows = edges(height, gridHeight);
  for (const [cellY, [top, bottom]] of rows.entries()) {
    for (const [cellX, [left, right]] of columns.entries()) {
      let bright = 0;
      let red = 0;
      let blue = 0;
      for (let y = top; y < bottom; y++) {
        for (let i = y * width + left; i < y * width + right; i++) {
          bright += luma[i] ?? 0;
          red += rgb[3 * i] ?? 0;
          blue += rgb[3 * i + 2] ?? 0;
        }
      }
      const pixels = (bottom - top) * (right - left);
      signature[cellY * gridWidth + cellX] = Math.round(bright / pixels);
      const colour = (cellY >> 1) * (gridWidth / 2) + (cellX >> 1);
      colours[colour] = (colours[colour] ?? 0) + (0.564 * (blue - bright)) / pixels;
      const redAt = colourCellCount + colour;
      colours[redAt] = (colours[redAt] ?? 0) + (0.713 * (red - bright)) / pixels;
    }
  }
  for (const [i, sum] of colours.entries()) signature[cellCount + i] = asByte(128 + sum / 4);
  return signature;
}

const asByte = (value: number) => Math.min(255, Math.max(0, Math.round(value)));

/** From where to where each cell reaches; a picture smaller than the grid has cells that share a pixel. */
const edges = (length: number, cells: number): readonly (readonly [number, number])[] =>
  Array.from({ length: cells }, (_, i) => {
    const from = Math.floor((i * length) / cells);
    return [from, Math.max(from + 1, Math.floor(((i + 1) * length) / cells))] as const;
  });
