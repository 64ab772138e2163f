/** A row of numbers with the highest of every 8, 64, 512 … of them beside it. */
export type MaxPyramid = { readonly levels: readonly Float32Array[] };

const shift = 3;
const fan = 1 << shift;

export function buildMaxPyramid(values: Float32Array): MaxPyramid {
  const levels = [values];
  for (let below = values; below.length > fan; ) {
    const above = new Float32Array(Math.ceil(below.length / fan)).fill(Number.NEGATIVE_INFINITY);
    for (let at = 0; at < below.length; at += 1) {
      const value = below[at] ?? 0;
      if (value > (above[at >> shift] ?? 0)) above[at >> shift] = value;
    }
    levels.push(above);
    below = above;
  }
  return { levels };
}

/**
 * The highest of the values from `start` to before `end`, in a few dozen steps however many they are; null where
 * there are none.
 */
export function highest({ levels }: MaxPyramid, start: number, end: number): number | null {
  let from = Math.max(0, Math.floor(start));
  let to = Math.min(levels[0]?.length ?? 0, Math.ceil(end));
  if (from >= to) return null;
  let most = Number.NEGATIVE_INFINITY;
  for (const level of levels) {
    const top = level === levels.at(-1);
    while (from < to && (top || from % fan !== 0)) most = Math.max(most, level[from++] ?? most);
    while (from < to && to % fan !== 0) most = Math.max(most, level[--to] ?? most);
    if (from >= to) break;
    from >>= shift;
    to >>= shift;
  }
  return most;
}
