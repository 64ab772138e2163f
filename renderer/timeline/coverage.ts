import { type FrameRange, frameRangeLength, mergeRanges } from '#common/domain/index.ts';
import { gaps, type RunLooks } from './looks.ts';

export type Coverage = {
  /** Frames that a model was sent, ascending. */
  readonly sent: readonly number[];
  /** Stretches that neither a person saw nor a model looked at. */
  readonly unseen: readonly FrameRange[];
  readonly personFrames: number;
  readonly unseenFrames: number;
};

/** Who saw what of a clip: the question's model where there is one, and a person by ranges apart from each other. */
export function coverageOf(
  person: readonly FrameRange[],
  looks: RunLooks | null,
  frameCount: number,
): Coverage {
  const ranges = [...person, ...(looks?.looks ?? []).map(({ range }) => range)];
  const unseen = gaps(mergeRanges(ranges), frameCount);
  const count = (all: readonly FrameRange[]) => all.reduce((sum, range) => sum + frameRangeLength(range), 0);
  return {
    sent: looks?.seen.map(({ frame }) => frame) ?? [],
    unseen,
    personFrames: count(person),
    unseenFrames: count(unseen),
  };
}
