import {
  type FrameRange,
  frameRangeLength,
  momentsInTime,
  stroboscopeMoments,
} from '#common/domain/index.ts';

/** How a person says which moments. */
export type MomentsChoice = {
  readonly way: 'even' | 'chosen';
  readonly count: number;
  /** As typed. */
  readonly typed: string;
};

/** How many moments a range has room for. */
export const mostMoments = (range: FrameRange): number =>
  Math.min(stroboscopeMoments.most, frameRangeLength(range));

/** The frames meant, ascending and each once; null where what was typed is none of the range's, or too few or many. */
export function chosenMoments(
  { way, count, typed }: MomentsChoice,
  range: FrameRange,
  timestampsSeconds: readonly number[] | undefined,
): readonly number[] | null {
  if (way === 'even') return momentsInTime(range, Math.min(count, mostMoments(range)), timestampsSeconds);
  // Numbers are shown in groups, with thin spaces that a person may have copied along.
  const words = typed
    .replace(/\u2009/g, '')
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  if (words.some((word) => !/^\d{1,9}$/.test(word))) return null;
  const frames = [...new Set(words.map(Number))].sort((a, b) => a - b);
  const isIn = frames.every((frame) => frame >= range.start && frame <= range.end);
  const { least, most } = stroboscopeMoments;
  return isIn && frames.length >= least && frames.length <= most ? frames : null;
}
