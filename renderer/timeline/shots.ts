import type { FrameRange, Transition } from '#common/domain/index.ts';

/** The place of the shot that a frame lies in; −1 where none is known. */
export function shotAt(shots: readonly FrameRange[], frame: number): number {
  let low = 0;
  let high = shots.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const shot = shots[middle];
    if (!shot) return -1;
    if (frame < shot.start) high = middle - 1;
    else if (frame > shot.end) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The shot that begins after a frame, or the one whose beginning was passed last before it. */
export function neighbouringShot(
  shots: readonly FrameRange[],
  frame: number,
  direction: 1 | -1,
): FrameRange | undefined {
  if (direction === 1) return shots.find(({ start }) => start > frame);
  return shots.findLast(({ start }) => start < frame);
}

/** The shots of which something lies between two frames. */
export function shotsBetween(
  shots: readonly FrameRange[],
  start: number,
  end: number,
): readonly { readonly shot: FrameRange; readonly place: number }[] {
  const found = [];
  const from = Math.floor(start);
  const first = shotAt(shots, Math.max(from, shots[0]?.start ?? 0));
  for (let place = Math.max(0, first); place < shots.length; place += 1) {
    const shot = shots[place];
    if (!shot || shot.start >= end) break;
    if (shot.end >= from) found.push({ shot, place });
  }
  return found;
}

/** The transitions that last, so that they have a stretch of their own. */
export const lastingTransitions = (transitions: readonly Transition[]): readonly Transition[] =>
  transitions.filter(({ kind }) => kind !== 'cut');
