import type { ProbeKind } from '#common/domain/index.ts';

/**
 * Which picture of a look stands at each of its places. A shuffle is the same each time for a seed and the frames of
 * the look, and never leaves all of them in place. A look of one frame has no order to change.
 */
export function pictureOrder(change: ProbeKind, frames: readonly number[], seed: number): readonly number[] {
  const places = [...frames.keys()];
  if (change === 'reversed') return places.reverse();
  return change === 'shuffled' ? shuffled(places, randomFrom([seed, ...frames])) : places;
}

function shuffled(places: readonly number[], random: () => number): readonly number[] {
  const order = [...places];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  const isUnchanged = order.every((picture, place) => picture === place);
  return isUnchanged ? [...order.slice(1), ...order.slice(0, 1)] : order;
}

/** Numbers from 0 up to 1 that follow from the values alone (mulberry32 over their FNV-1a hash). */
function randomFrom(values: readonly number[]): () => number {
  let state = values.reduce((hash, value) => Math.imul(hash ^ value, 0x01000193), 0x811c9dc5);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
