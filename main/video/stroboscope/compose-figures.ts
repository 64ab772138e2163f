import { type Size, throwIfCancelled } from '#common/domain/index.ts';
import type { Figure } from './find-figure.ts';
import { isCovered, wholePixels } from './still-scene.ts';

export type Composition = {
  /** The still scene at the size of the picture, packed RGB; drawn over. */
  readonly pixels: Uint8Array;
  readonly size: Size;
  /** Pixels for each of the masks'. */
  readonly scale: number;
  /** Of the frames; the picture is larger where the camera moved. */
  readonly frameSize: Size;
  /** In the order in which they are laid on: the last one is on top. */
  readonly figures: readonly Figure[];
  /** The frame at that size, packed RGB. */
  readonly read: (frame: number) => Promise<Uint8Array>;
  readonly signal: AbortSignal;
  readonly onFigure?: (done: number, total: number) => void;
};

/** Lays the figures onto the scene, each from its own frame. Masks may be smaller than the picture. */
export async function composeFigures(composition: Composition): Promise<void> {
  const { figures, read, signal, onFigure } = composition;
  for (const [at, figure] of figures.entries()) {
    throwIfCancelled(signal);
    layOn(composition, figure, await read(figure.frame));
    onFigure?.(at + 1, figures.length);
  }
}

function layOn({ pixels, size, scale, frameSize }: Composition, figure: Figure, frame: Uint8Array): void {
  const { mask } = figure;
  const { width, height } = size;
  const [scaleX, scaleY] = [mask.width / width, mask.height / height];
  const shift = wholePixels({ x: figure.offset.x * scale, y: figure.offset.y * scale });
  const isSameSize = mask.width === width && mask.height === height;
  for (let y = 0; y < height; y++) {
    const maskY = Math.max(0, Math.min(mask.height - 1, (y + 0.5) * scaleY - 0.5));
    for (let x = 0; x < width; x++) {
      const share = isSameSize
        ? (mask.values[y * width + x] ?? 0)
        : between(mask.values, mask.width, mask.height, (x + 0.5) * scaleX - 0.5, maskY);
      if (share <= 0 || !isCovered(x, y, frameSize, shift)) continue;
      const to = (y * width + x) * 3;
      const from = ((y + shift.y) * frameSize.width + x + shift.x) * 3;
      const alpha = share / 255;
      for (let channel = 0; channel < 3; channel++) {
        const under = pixels[to + channel] ?? 0;
        pixels[to + channel] = Math.round(under + alpha * ((frame[from + channel] ?? 0) - under));
      }
    }
  }
}

/** A value between four pixels. */
function between(values: Uint8Array, width: number, height: number, atX: number, y: number): number {
  const x = Math.max(0, Math.min(width - 1, atX));
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const a = values[top * width + left] ?? 0;
  const b = values[top * width + right] ?? 0;
  const c = values[bottom * width + left] ?? 0;
  const d = values[bottom * width + right] ?? 0;
  if (a === b && b === c && c === d) return a;
  const [fx, fy] = [x - left, y - top];
  return (a * (1 - fx) + b * fx) * (1 - fy) + (c * (1 - fx) + d * fx) * fy;
}
