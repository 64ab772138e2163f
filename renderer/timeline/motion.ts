import type { Transition } from '#common/domain/index.ts';

/** A cut changes the whole picture without anything moving: drawn as motion it would dwarf all else. */
export function withoutCuts(energy: Float32Array, transitions: readonly Transition[]): Float32Array {
  const left = energy.slice();
  for (const { kind, range } of transitions) if (kind === 'cut') left.fill(0, range.start, range.end + 1);
  return left;
}

/** Where the highest of some numbers stands; −1 where there are none. */
export function highestPlace(values: Float32Array): number {
  let place = values.length > 0 ? 0 : -1;
  for (let at = 1; at < values.length; at += 1) if ((values[at] ?? 0) > (values[place] ?? 0)) place = at;
  return place;
}
