import type { Patch } from './luma-picture.ts';

/** What is looked for: a round piece of a picture, its middle counted in full, its rim less and less. */
export type Template = {
  readonly half: number;
  readonly values: Float32Array;
  readonly mean: number;
  /** Sum to 1; 0 outside the round. */
  readonly weights: Float32Array;
  /** Values without their mean, times their weights. */
  readonly weighted: Float32Array;
  /** For each row, the first and last column with a weight. */
  readonly spans: Int32Array;
  /** Weighted standard deviation of the values. */
  readonly contrast: number;
};

/** How far beyond the thing's edge the template reaches: the edge itself is what a plain ball is found by. */
export const reachBeyondEdge = 1.35;

/** How much each sample of a square counts: in full up to `inner` samples from the middle, from there less and less. */
export function roundWeights(half: number, inner: number): Float32Array {
  const side = 2 * half + 1;
  const weights = new Float32Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const beyond = (Math.hypot(x - half, y - half) / inner - 1) / (reachBeyondEdge - 1);
      weights[y * side + x] = Math.max(0, Math.min(1, 1 - beyond));
    }
  }
  return weights;
}

/** `counts`: how much each sample counts; any sum. */
export function createTemplate({ side, values }: Patch, counts: Float32Array): Template {
  const spans = new Int32Array(side * 2);
  let total = 0;
  let mean = 0;
  for (let y = 0; y < side; y++) {
    spans[2 * y] = side;
    spans[2 * y + 1] = -1;
    for (let x = 0; x < side; x++) {
      const count = counts[y * side + x] as number;
      if (count === 0) continue;
      total += count;
      mean += count * (values[y * side + x] as number);
      spans[2 * y] = Math.min(spans[2 * y] as number, x);
      spans[2 * y + 1] = x;
    }
  }
  mean /= total;
  const weights = new Float32Array(side * side);
  const weighted = new Float32Array(side * side);
  let variance = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = (counts[i] as number) / total;
    const off = (values[i] as number) - mean;
    weights[i] = weight;
    weighted[i] = weight * off;
    variance += weight * off * off;
  }
  return { half: (side - 1) / 2, values, mean, weights, weighted, spans, contrast: Math.sqrt(variance) };
}

/** A window with less contrast than this share of the template's is a plain wall, however it correlates. */
const leastContrastShare = 0.2;

/** Normalised cross-correlation, −1 to 1, of the template with the window at a place given by its top left sample. */
export function correlation(template: Template, window: Patch, left: number, top: number): number {
  const { half, weights, weighted, spans, contrast } = template;
  const side = 2 * half + 1;
  const { values } = window;
  let sum = 0;
  let squares = 0;
  let product = 0;
  for (let y = 0; y < side; y++) {
    const last = spans[2 * y + 1] as number;
    const row = y * side;
    const from = (top + y) * window.side + left;
    for (let x = spans[2 * y] as number; x <= last; x++) {
      const value = values[from + x] as number;
      const share = value * (weights[row + x] as number);
      sum += share;
      squares += share * value;
      product += value * (weighted[row + x] as number);
    }
  }
  const deviation = Math.sqrt(Math.max(0, squares - sum * sum));
  if (contrast === 0 || deviation < leastContrastShare * contrast) return 0;
  return product / (contrast * deviation);
}

/** The same template at half the samples. */
export function halved({ half, values, weights }: Template): Template {
  const coarseHalf = Math.floor(half / 2);
  const side = 2 * coarseHalf + 1;
  const coarse = { values: new Float32Array(side * side), counts: new Float32Array(side * side) };
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const middle = [half + 2 * (x - coarseHalf), half + 2 * (y - coarseHalf)] as const;
      coarse.values[y * side + x] = meanAround(values, 2 * half + 1, ...middle);
      coarse.counts[y * side + x] = meanAround(weights, 2 * half + 1, ...middle);
    }
  }
  return createTemplate({ side, values: coarse.values }, coarse.counts);
}

/** Of nine samples, the middle ones counted twice along each side. */
function meanAround(values: Float32Array, side: number, x: number, y: number): number {
  let sum = 0;
  for (const dy of [-1, 0, 1]) {
    const row = Math.max(0, Math.min(side - 1, y + dy)) * side;
    const [left, here, right] = [Math.max(0, x - 1), x, Math.min(side - 1, x + 1)].map(
      (column) => values[row + column] as number,
    ) as [number, number, number];
    sum += (dy === 0 ? 2 : 1) * (left + 2 * here + right);
  }
  return sum / 16;
}
