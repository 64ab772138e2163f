import type { Transition } from '#common/domain/index.ts';
import { findCuts } from './find-cuts.ts';
import { findFades } from './find-fades.ts';
import { findGradual } from './find-gradual.ts';
import { Signatures } from './signatures.ts';

/** What a cut and a gradual transition are apart at least; nearer they are the same. */
const apart = 2;

/** Frames that a board stands between coming in and going out, at most. */
const longestBoard = 15;

/** All transitions between the shots of a clip, ascending, without overlap. */
export function findTransitions(bytes: Uint8Array): readonly Transition[] {
  const signatures = new Signatures(bytes);
  const fades = findFades(signatures);
  const gradual: readonly Transition[] = [
    ...fades.map((range) => ({ kind: 'fade', range }) as const),
    ...findGradual(signatures, fades),
  ];
  const cuts = findCuts(signatures).filter(
    (frame) => !gradual.some(({ range }) => frame >= range.start - apart && frame <= range.end + apart),
  );
  const all: readonly Transition[] = [
    ...gradual,
    ...cuts.map((frame) => ({ kind: 'cut', range: { start: frame, end: frame } }) as const),
  ];
  return joinWipes(all.toSorted((a, b) => a.range.start - b.range.start));
}

/** A board that hides the change comes in and goes out: what is between is no shot. */
function joinWipes(transitions: readonly Transition[]): readonly Transition[] {
  const joined: Transition[] = [];
  for (const next of transitions) {
    const last = joined.at(-1);
    const isNear = last && next.range.start - last.range.end <= longestBoard;
    if (isNear && (last.kind === 'wipe' || next.kind === 'wipe')) {
      joined[joined.length - 1] = { kind: 'wipe', range: { start: last.range.start, end: next.range.end } };
    } else {
      joined.push(next);
    }
  }
  return joined;
}
