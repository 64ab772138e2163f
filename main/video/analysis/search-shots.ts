import type { Transition } from '#common/domain/index.ts';
import { findTransitions } from './find-transitions.ts';
import { recordBytes } from './frame-record.ts';

/** What the search has found, for good, in the frames before `settled`. */
export type ShotSearch = { readonly settled: number; readonly transitions: readonly Transition[] };

/** A clip is searched in pieces of so many frames, each with so many before and after it in view. */
const piece = 1000;
const context = 400;

/**
 * Goes on with the search through the frames that there are by now. Pieces lie at fixed places, so the outcome does
 * not depend on how often it was called; what begins in the last, unfinished piece is found once the clip is whole.
 */
export function searchShots(signatures: Uint8Array, search: ShotSearch, isWhole: boolean): ShotSearch {
  const count = signatures.length / recordBytes;
  const transitions = [...search.transitions];
  let { settled } = search;
  while (isWhole ? settled < count : settled + piece + context <= count) {
    const from = Math.max(0, settled - context);
    const end = Math.min(count, settled + piece);
    const to = Math.min(count, end + context);
    const found = findTransitions(signatures.subarray(from * recordBytes, to * recordBytes));
    for (const { kind, range } of found) {
      const start = range.start + from;
      const before = transitions.at(-1)?.range.end ?? -1;
      if (start < settled || start >= end || start <= before) continue;
      transitions.push({ kind, range: { start, end: range.end + from } });
    }
    settled = end;
  }
  return { settled, transitions };
}
