import type { Size } from '#common/domain/index.ts';

/** A picture of one byte a pixel. */
export type Plane = Size & { readonly values: Uint8Array };

/** How many pixels around each one, up to `radius` away in both directions, are set; and how many there are. */
function boxCounts({ width, height, values }: Plane, radius: number, weightOf: (value: number) => number) {
  const across = new Uint32Array(values.length);
  for (let y = 0; y < height; y++) {
    let sum = 0;
    const row = y * width;
    for (let x = -radius; x < width; x++) {
      if (x + radius < width) sum += weightOf(values[row + x + radius] ?? 0);
      if (x - radius - 1 >= 0) sum -= weightOf(values[row + x - radius - 1] ?? 0);
      if (x >= 0) across[row + x] = sum;
    }
  }
  const sums = new Uint32Array(values.length);
  for (let x = 0; x < width; x++) {
    let sum = 0;
    for (let y = -radius; y < height; y++) {
      if (y + radius < height) sum += across[(y + radius) * width + x] ?? 0;
      if (y - radius - 1 >= 0) sum -= across[(y - radius - 1) * width + x] ?? 0;
      if (y >= 0) sums[y * width + x] = sum;
    }
  }
  return sums;
}

const isSet = (value: number): number => (value > 0 ? 1 : 0);

/** Pixels in the box round each one that lie in the picture. */
function boxArea({ width, height }: Size, x: number, y: number, radius: number): number {
  const across = Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1;
  return across * (Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1);
}

function fromCounts(plane: Plane, radius: number, keep: (count: number, area: number) => boolean): Plane {
  const counts = boxCounts(plane, radius, isSet);
  const values = new Uint8Array(plane.values.length);
  for (let y = 0, at = 0; y < plane.height; y++) {
    for (let x = 0; x < plane.width; x++, at++) {
      if (keep(counts[at] ?? 0, boxArea(plane, x, y, radius))) values[at] = 255;
    }
  }
  return { ...plane, values };
}

/** Set where most of what is round it is set: single pixels go, thin limbs stay. */
export const mostly = (plane: Plane, radius: number): Plane =>
  fromCounts(plane, radius, (count, area) => 2 * count > area);

export const grown = (plane: Plane, radius: number): Plane =>
  radius < 1 ? plane : fromCounts(plane, radius, (count) => count > 0);

/** Grown and shrunk again: gaps up to twice the radius are closed. */
export const closed = (plane: Plane, radius: number): Plane =>
  radius < 1 ? plane : fromCounts(grown(plane, radius), radius, (count, area) => count === area);

/** Edges made soft over a radius. */
export function softened(plane: Plane, radius: number): Plane {
  if (radius < 1) return plane;
  const sums = boxCounts(plane, radius, (value) => value);
  const values = new Uint8Array(plane.values.length);
  for (let y = 0, at = 0; y < plane.height; y++) {
    for (let x = 0; x < plane.width; x++, at++) {
      values[at] = (sums[at] ?? 0) / boxArea(plane, x, y, radius);
    }
  }
  return { ...plane, values };
}

export type Box = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** Pixels that hang together. */
export type Component = {
  readonly label: number;
  readonly area: number;
  /** Both ends included. */
  readonly box: Box;
  /** The middle of its pixels from left to right. */
  readonly centre: number;
  /** Sum of the weights of its pixels. */
  readonly weight: number;
  readonly touchesEdge: boolean;
};

/** The pixels of a plane that are set (or, with `of` 0, those that are not), parted by what hangs together. */
export function components(
  { width, height, values }: Plane,
  of: 'set' | 'clear',
  weights?: Uint8Array,
): { readonly labels: Int32Array; readonly found: readonly Component[] } {
  const labels = new Int32Array(values.length);
  const found: Component[] = [];
  const stack = new Int32Array(values.length);
  let size = 0;
  const take = (at: number, label: number) => {
    if ((values[at] ?? 0) > 0 !== (of === 'set') || labels[at] !== 0) return;
    labels[at] = label;
    stack[size] = at;
    size += 1;
  };
  for (let seed = 0; seed < values.length; seed++) {
    if ((values[seed] ?? 0) > 0 !== (of === 'set') || labels[seed] !== 0) continue;
    const label = found.length + 1;
    let [left, top, right, bottom, area, weight, across] = [width, height, 0, 0, 0, 0, 0];
    take(seed, label);
    while (size > 0) {
      size -= 1;
      const at = stack[size] as number;
      const x = at % width;
      const y = (at - x) / width;
      area += 1;
      across += x;
      weight += weights?.[at] ?? 0;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      if (x > 0) take(at - 1, label);
      if (x < width - 1) take(at + 1, label);
      if (y > 0) take(at - width, label);
      if (y < height - 1) take(at + width, label);
    }
    const touchesEdge = left === 0 || top === 0 || right === width - 1 || bottom === height - 1;
    found.push({
      label,
      area,
      weight,
      centre: across / area,
      box: { left, top, right, bottom },
      touchesEdge,
    });
  }
  return { labels, found };
}

/** Holes up to a size filled. */
export function filled(plane: Plane, mostArea: number): Plane {
  const { labels, found } = components(plane, 'clear');
  const holes = new Set(
    found.filter(({ area, touchesEdge }) => !touchesEdge && area <= mostArea).map(({ label }) => label),
  );
  if (holes.size === 0) return plane;
  const values = plane.values.map((value, at) => (holes.has(labels[at] ?? 0) ? 255 : value));
  return { ...plane, values };
}
