import type { Size } from '#common/domain/index.ts';
import type { Offset } from './camera-offset.ts';
import { isCovered } from './still-scene.ts';

/** How much brighter each colour of a frame is than the scene, part by part: a lamp, the sun, the camera's exposure. */
export type LightField = { readonly columns: number; readonly rows: number; readonly values: Float32Array };

/** Of the scene, and of the frames in it. */
type Sizes = { readonly size: Size; readonly frameSize: Size };

const columns = 10;
const rows = 6;
/** What differs more is something else than light. */
const mostLight = 30;

/** The median difference of each part, of which again the median with those around it: a figure is smaller than that. */
export function lightField(scene: Uint8Array, frame: Uint8Array, sizes: Sizes, shift: Offset): LightField {
  const parts = new Float32Array(columns * rows * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let channel = 0; channel < 3; channel++) {
        parts[(row * columns + column) * 3 + channel] = partMedian(scene, frame, sizes, shift, {
          column,
          row,
          channel,
        });
      }
    }
  }
  const values = new Float32Array(parts.length);
  for (let at = 0; at < parts.length; at++) {
    const [row, column, channel] = [Math.floor(at / 3 / columns), Math.floor(at / 3) % columns, at % 3];
    const around: number[] = [];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
        around.push(parts[(y * columns + x) * 3 + channel] ?? 0);
      }
    }
    around.sort((a, b) => a - b);
    const median = around[around.length >> 1] ?? 0;
    values[at] = Math.abs(median) > mostLight ? 0 : median;
  }
  return { columns, rows, values };
}

/** The light on one row of pixels, three values a pixel, blended from part to part. */
export function lightRow({ values }: LightField, y: number, { width, height }: Size): Float32Array {
  const light = new Float32Array(width * 3);
  const atY = Math.max(0, Math.min(rows - 1, ((y + 0.5) / height) * rows - 0.5));
  const top = Math.floor(atY);
  const [below, partY] = [Math.min(rows - 1, top + 1), atY - top];
  for (let x = 0; x < width; x++) {
    const atX = Math.max(0, Math.min(columns - 1, ((x + 0.5) / width) * columns - 0.5));
    const left = Math.floor(atX);
    const [right, partX] = [Math.min(columns - 1, left + 1), atX - left];
    for (let channel = 0; channel < 3; channel++) {
      const of = (row: number, column: number) => values[(row * columns + column) * 3 + channel] ?? 0;
      const above = of(top, left) * (1 - partX) + of(top, right) * partX;
      const under = of(below, left) * (1 - partX) + of(below, right) * partX;
      light[x * 3 + channel] = above * (1 - partY) + under * partY;
    }
  }
  return light;
}

function partMedian(
  scene: Uint8Array,
  frame: Uint8Array,
  { size, frameSize }: Sizes,
  shift: Offset,
  { column, row, channel }: { readonly column: number; readonly row: number; readonly channel: number },
): number {
  const { width, height } = size;
  const counts = new Uint32Array(511);
  let total = 0;
  const [right, bottom] = [((column + 1) * width) / columns, ((row + 1) * height) / rows];
  for (let y = Math.floor((row * height) / rows) + 1; y < bottom; y += 3) {
    for (let x = Math.floor((column * width) / columns) + 1; x < right; x += 3) {
      if (!isCovered(x, y, frameSize, shift)) continue;
      const from = ((y + shift.y) * frameSize.width + x + shift.x) * 3 + channel;
      const difference = (frame[from] ?? 0) - (scene[(y * width + x) * 3 + channel] ?? 0);
      counts[difference + 255] = (counts[difference + 255] ?? 0) + 1;
      total += 1;
    }
  }
  let sum = 0;
  for (let at = 0; at < counts.length; at++) {
    sum += counts[at] ?? 0;
    if (2 * sum >= total) return total === 0 ? 0 : at - 255;
  }
  return 0;
}
