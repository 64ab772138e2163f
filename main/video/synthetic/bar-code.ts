import type { Size } from '#common/domain/index.ts';

/**
 * A number drawn into a picture so that a program reads it back after scaling, compression and colour
 * conversion: 16 black or white columns over the upper half, the most significant bit first, each with its
 * opposite below.
 */
export const barCodeBits = 16;

/** Whether the bar code is white at a place given as a share (0 to 1) of width and height. */
export function isBarCodeWhite(value: number, across: number, down: number): boolean {
  const column = Math.min(barCodeBits - 1, Math.floor(across * barCodeBits));
  const bit = (value >>> (barCodeBits - 1 - column)) & 1;
  return (bit === 1) === down < 0.5;
}

/** The number in a picture of packed RGB; null where there is no bar code to read. */
export function readBarCode(pixels: Uint8Array, { width, height }: Size): number | null {
  const brightness = (across: number, down: number) => {
    const x = Math.min(width - 1, Math.floor(across * width));
    const y = Math.min(height - 1, Math.floor(down * height));
    const at = (y * width + x) * 3;
    return ((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0)) / 3;
  };
  let value = 0;
  for (let column = 0; column < barCodeBits; column++) {
    const across = (column + 0.5) / barCodeBits;
    const contrast = brightness(across, 0.25) - brightness(across, 0.75);
    if (Math.abs(contrast) < 64) return null;
    value = value * 2 + (contrast > 0 ? 1 : 0);
  }
  return value;
}
