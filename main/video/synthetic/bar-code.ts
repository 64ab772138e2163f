import type { Size } from '#common/domain/index.ts';

/**
 * A number drawn into a picture so that a program reads it back after scaling, compression and colour
 * conversion: 16 black or white columns over the upper half, the most significant bit first, each with its
 * opposite below.
 */
const barCodeBits = 16;

/** Nearly black and nearly white, within what limited-range video holds. */
const dark = 20;
const bright = 235;

/** A picture of packed RGB that shows the number. */
export function drawBarCode(value: number, { width, height }: Size): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  const row = (isUpper: boolean) => {
    const bytes = new Uint8Array(width * 3);
    for (let x = 0; x < width; x++) {
      const column = Math.floor(((x + 0.5) / width) * barCodeBits);
      const isSet = ((value >>> (barCodeBits - 1 - column)) & 1) === 1;
      bytes.fill(isSet === isUpper ? bright : dark, x * 3, x * 3 + 3);
    }
    return bytes;
  };
  const [upper, lower] = [row(true), row(false)];
  for (let y = 0; y < height; y++) pixels.set(y < height / 2 ? upper : lower, y * width * 3);
  return pixels;
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
