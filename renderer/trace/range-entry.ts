import type { FrameRange } from '#common/domain/index.ts';
import { parseFrameNumber } from '../app/state/frame-lookup.ts';

/** A range as it is being typed. */
export type RangeEntry = { readonly first: string; readonly last: string };

export const entryOfRange = ({ start, end }: FrameRange): RangeEntry => ({
  first: String(start),
  last: String(end),
});

/** The range that was typed; undefined where it is none of the clip. */
export function rangeOfEntry({ first, last }: RangeEntry, frameCount: number): FrameRange | undefined {
  const [start, end] = [parseFrameNumber(first, frameCount), parseFrameNumber(last, frameCount)];
  return start !== undefined && end !== undefined && start <= end ? { start, end } : undefined;
}
