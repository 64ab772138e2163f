import type { FrameRange, Transition } from '#common/domain/index.ts';

/**
 * The shots between transitions: one begins with the first frame of each. A transition that the clip begins or
 * ends with leads from or to nothing, so it belongs to the shot beside it.
 */
export function shotsBetween(transitions: readonly Transition[], frameCount: number): readonly FrameRange[] {
  if (frameCount === 0) return [];
  const starts = [0];
  for (const { range } of transitions) {
    const leadsOn = range.end < frameCount - 1 || range.start === range.end;
    if (range.start > 0 && range.start < frameCount && leadsOn) starts.push(range.start);
  }
  return starts.map((start, i) => ({ start, end: (starts[i + 1] ?? frameCount) - 1 }));
}
