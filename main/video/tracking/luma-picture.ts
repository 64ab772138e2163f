import type { Size } from '#common/domain/index.ts';

/** The brightness of a frame, upright, one byte a pixel, row by row. */
export type LumaPicture = Size & { readonly data: Uint8Array };

/** A place in pixels from the picture's top left corner; the first pixel's middle is 0.5, 0.5. */
export type Place = { readonly x: number; readonly y: number };

/** A square of samples around a place, `side × side`, row by row. */
export type Patch = { readonly side: number; readonly values: Float32Array };

/**
 * Samples `2 half + 1` to each side, `spacing` pixels apart: between pixels by straight lines, and where samples lie
 * further apart than pixels as the mean of what lies between. What is beyond the picture repeats its edge.
 */
export function samplePatch(picture: LumaPicture, centre: Place, spacing: number, half: number): Patch {
  const side = 2 * half + 1;
  const values = new Float32Array(side * side);
  const parts = Math.max(1, Math.round(spacing));
  const columns = axisOf(centre.x, spacing, side, parts, picture.width);
  const rows = axisOf(centre.y, spacing, side, parts, picture.height);
  const { data, width } = picture;
  const share = 1 / (parts * parts);
  for (let row = 0; row < side; row++) {
    for (let part = 0; part < parts; part++) {
      const at = row * parts + part;
      const upper = (rows.first[at] ?? 0) * width;
      const lower = (rows.second[at] ?? 0) * width;
      const down = rows.weight[at] ?? 0;
      for (let column = 0; column < side; column++) {
        let sum = 0;
        for (let i = column * parts; i < (column + 1) * parts; i++) {
          const left = columns.first[i] as number;
          const right = columns.second[i] as number;
          const across = columns.weight[i] as number;
          const a = data[upper + left] as number;
          const c = data[lower + left] as number;
          const top = a + ((data[upper + right] as number) - a) * across;
          const bottom = c + ((data[lower + right] as number) - c) * across;
          sum += top + (bottom - top) * down;
        }
        const index = row * side + column;
        values[index] = (values[index] as number) + sum * share;
      }
    }
  }
  return { side, values };
}

/** For each sample along one side: the two pixels it lies between, and how far from the first. */
function axisOf(centre: number, spacing: number, side: number, parts: number, length: number) {
  const count = side * parts;
  const axis = {
    first: new Int32Array(count),
    second: new Int32Array(count),
    weight: new Float32Array(count),
  };
  const step = spacing / parts;
  const start = centre - 0.5 - (side / 2) * spacing + step / 2;
  for (let i = 0; i < count; i++) {
    const at = Math.max(0, Math.min(length - 1, start + i * step));
    const first = Math.floor(at);
    axis.first[i] = first;
    axis.second[i] = Math.min(length - 1, first + 1);
    axis.weight[i] = at - first;
  }
  return axis;
}
