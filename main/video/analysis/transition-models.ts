import { cellCount, gridHeight, gridWidth, signatureBytes } from './frame-record.ts';
import { byteWeights, weightTotal } from './signatures.ts';

/** How far a transition has come, 0 to 1, and how far the frame is from what the model says it shows, 0 to 255. */
export type Match = { readonly done: number; readonly residual: number };

/** A way in which one picture may give way to another. */
export type TransitionModel = {
  readonly kind: 'dissolve' | 'wipe';
  readonly match: (before: Uint8Array, frame: Uint8Array, after: Uint8Array) => Match;
  /** Whether the two pictures lie beside each other in one scene, so that a camera that turned looks the same. */
  readonly isMovement?: (before: Uint8Array, after: Uint8Array) => boolean;
};

type Place = { readonly x: number; readonly y: number };

const clamped = (value: number) => Math.min(1, Math.max(0, value));

/** Where a byte of the signature lies in the picture, 0 to 1 each way. */
function placeOf(i: number): Place {
  if (i < cellCount) {
    return { x: ((i % gridWidth) + 0.5) / gridWidth, y: (Math.floor(i / gridWidth) + 0.5) / gridHeight };
  }
  const cell = (i - cellCount) % (cellCount / 4);
  const width = gridWidth / 2;
  return { x: ((cell % width) + 0.5) / width, y: (Math.floor(cell / width) + 0.5) / (gridHeight / 2) };
}

/** The stage of each byte when places have their turn in an order from 0 to 1. */
const stagesOf = (stages: number, turn: (place: Place) => number): Uint8Array =>
  Uint8Array.from({ length: signatureBytes }, (_, i) =>
    Math.min(stages - 1, Math.max(0, Math.floor(turn(placeOf(i)) * stages))),
  );

/**
 * Each stage is a mixture of its own of both pictures, the later the stage the less of the new one: a wipe with a
 * soft edge however wide. With a single stage it is a dissolve.
 */
function mixture(stages: number, turn: (place: Place) => number): TransitionModel {
  const stageOf = stagesOf(stages, turn);
  return {
    kind: stages === 1 ? 'dissolve' : 'wipe',
    match(before, frame, after) {
      const dots = new Float64Array(stages);
      const squares = new Float64Array(stages);
      for (let i = 0; i < signatureBytes; i++) {
        const stage = stageOf[i] ?? 0;
        const old = before[i] ?? 0;
        const whole = (after[i] ?? 0) - old;
        const weight = byteWeights[i] ?? 0;
        dots[stage] = (dots[stage] ?? 0) + weight * whole * ((frame[i] ?? 0) - old);
        squares[stage] = (squares[stage] ?? 0) + weight * whole * whole;
      }
      const shares = descending(dots, squares);
      let residual = 0;
      let done = 0;
      for (let i = 0; i < signatureBytes; i++) {
        const old = before[i] ?? 0;
        const share = shares[stageOf[i] ?? 0] ?? 0;
        const weight = byteWeights[i] ?? 0;
        done += weight * share;
        residual += weight * Math.abs((frame[i] ?? 0) - old - share * ((after[i] ?? 0) - old));
      }
      return { done: done / weightTotal, residual: residual / weightTotal };
    },
  };
}

/** The shares dots / squares, 0 to 1, evened out as little as makes them never rise (pool adjacent violators). */
function descending(dots: Float64Array, squares: Float64Array): Float64Array {
  const shares = new Float64Array(dots.length);
  const pools: { dot: number; square: number; size: number }[] = [];
  const shareOf = ({ dot, square }: { dot: number; square: number }) => (square === 0 ? 0 : dot / square);
  for (let i = 0; i < dots.length; i++) {
    let pool = { dot: dots[i] ?? 0, square: squares[i] ?? 0, size: 1 };
    for (let last = pools.at(-1); last && shareOf(last) < shareOf(pool); last = pools.at(-1)) {
      pool = { dot: last.dot + pool.dot, square: last.square + pool.square, size: last.size + pool.size };
      pools.pop();
    }
    pools.push(pool);
  }
  let at = 0;
  for (const pool of pools) {
    shares.fill(clamped(shareOf(pool)), at, at + pool.size);
    at += pool.size;
  }
  return shares;
}

/** What a cell covered by neither picture, but by a graphic, costs as a share of the two pictures' difference. */
const graphicCost = 0.2;

/** A graphic that hides more of the picture than this is a picture of its own. */
const widestGraphic = 0.4;

/**
 * The new picture takes over stage by stage at once. Between the part that already shows it and the part that
 * still shows the old one, a graphic may ride.
 */
function graphicWipe(stages: number, turn: (place: Place) => number): TransitionModel {
  const stageOf = stagesOf(stages, turn);
  return {
    kind: 'wipe',
    match(before, frame, after) {
      const old = new Float64Array(stages);
      const fresh = new Float64Array(stages);
      const graphic = new Float64Array(stages);
      for (let i = 0; i < signatureBytes; i++) {
        const stage = stageOf[i] ?? 0;
        const weight = byteWeights[i] ?? 0;
        const shown = frame[i] ?? 0;
        const a = before[i] ?? 0;
        const b = after[i] ?? 0;
        old[stage] = (old[stage] ?? 0) + weight * Math.abs(shown - a);
        fresh[stage] = (fresh[stage] ?? 0) + weight * Math.abs(shown - b);
        graphic[stage] = (graphic[stage] ?? 0) + weight * graphicCost * Math.abs(b - a);
      }
      let left = 0;
      for (const cost of old) left += cost;
      // Stages before `split` show the new picture, from there to `k` the graphic.
      let best = { residual: left, done: 0 };
      let allFresh = 0;
      for (let split = 0; split <= stages; split++) {
        let residual = allFresh + left;
        for (let k = split; ; k++) {
          if (residual < best.residual) best = { residual, done: (k + split) / (2 * stages) };
          if (k === stages || k - split >= widestGraphic * stages) break;
          residual += (graphic[k] ?? 0) - (old[k] ?? 0);
        }
        allFresh += fresh[split] ?? 0;
        left -= old[split] ?? 0;
      }
      return { done: best.done, residual: best.residual / weightTotal };
    },
  };
}

/** Two pictures go on into each other when their seam is no sharper than this many times what is beside it. */
const seamless = 0.45;

/** The new picture pushes the old one out, this way along the rows or the columns. */
function push(axis: 'x' | 'y', direction: -1 | 1): TransitionModel {
  const side = axis === 'x' ? gridWidth : gridHeight;
  const across = cellCount / side;
  const steps = 16;
  // Both pictures side by side along the way; a cell is at `along + 1` for the share of the next one.
  const strip = new Float64Array((2 * side + 1) * across);
  const cellAt = (along: number, row: number) =>
    axis === 'x' ? row * gridWidth + along : along * gridWidth + row;
  /** Mean luma difference of two rows across the way. */
  const edge = (a: Uint8Array, alongA: number, b: Uint8Array, alongB: number) => {
    let sum = 0;
    for (let row = 0; row < across; row++) {
      sum += Math.abs((a[cellAt(alongA, row)] ?? 0) - (b[cellAt(alongB, row)] ?? 0));
    }
    return sum / across;
  };
  return {
    kind: 'wipe',
    isMovement(before, after) {
      const [first, second] = direction < 0 ? [before, after] : [after, before];
      const inside = edge(first, side - 2, first, side - 1) + edge(second, 0, second, 1);
      return edge(first, side - 1, second, 0) < seamless * inside + 1;
    },
    match(before, frame, after) {
      const [first, second] = direction < 0 ? [before, after] : [after, before];
      for (let along = 0; along < side; along++) {
        for (let row = 0; row < across; row++) {
          strip[along * across + row] = first[cellAt(along, row)] ?? 0;
          strip[(side + along) * across + row] = second[cellAt(along, row)] ?? 0;
        }
      }
      let best = { residual: Number.POSITIVE_INFINITY, done: 0 };
      for (let step = 0; step <= steps; step++) {
        const shift = (side * step) / steps;
        const whole = Math.floor(shift);
        const part = shift - whole;
        let residual = 0;
        for (let along = 0; along < side; along++) {
          for (let row = 0; row < across; row++) {
            const at = (along + whole) * across + row;
            const shown = (1 - part) * (strip[at] ?? 0) + part * (strip[at + across] ?? 0);
            residual += Math.abs((frame[cellAt(along, row)] ?? 0) - shown);
          }
        }
        const done = direction < 0 ? step / steps : 1 - step / steps;
        if (residual < best.residual) best = { residual, done };
      }
      // Colours are left out here, so luma stands for both.
      return { done: best.done, residual: best.residual / cellCount };
    },
  };
}

const radius = ({ x, y }: Place) => Math.hypot((x - 0.5) * 16, (y - 0.5) * 9) / Math.hypot(8, 4.5);

export const transitionModels: readonly TransitionModel[] = [
  mixture(1, () => 0),
  mixture(8, ({ x }) => x),
  mixture(8, ({ x }) => 1 - x),
  mixture(8, ({ y }) => y),
  mixture(8, ({ y }) => 1 - y),
  mixture(8, radius),
  mixture(8, (place) => 1 - radius(place)),
  graphicWipe(gridWidth, ({ x }) => x),
  graphicWipe(gridWidth, ({ x }) => 1 - x),
  graphicWipe(gridHeight, ({ y }) => y),
  graphicWipe(gridHeight, ({ y }) => 1 - y),
  graphicWipe(gridWidth, ({ x, y }) => (x + y) / 2),
  graphicWipe(gridWidth, ({ x, y }) => (x + 1 - y) / 2),
  graphicWipe(gridWidth, ({ x, y }) => (1 - x + y) / 2),
  graphicWipe(gridWidth, ({ x, y }) => (2 - x - y) / 2),
  push('x', -1),
  push('x', 1),
  push('y', -1),
  push('y', 1),
];
