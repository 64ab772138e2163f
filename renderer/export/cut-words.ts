import type { FrameRange } from '#common/domain/index.ts';
import { keyFrameBefore } from '../app/state/frame-lookup.ts';
import { exportTexts as texts } from '../texts/export.ts';

/** What a cut without re-encoding does to a range, for this clip's key frames. */
export function copyWords(keyFrames: readonly number[] | undefined, range: FrameRange): string {
  if (!keyFrames || keyFrames.length === 0) return texts.copyUnknown;
  const begins = keyFrameBefore(keyFrames, range.start);
  return begins === range.start ? texts.copyAtKey : texts.copyEarlier(begins, range.start - begins);
}

/** What a smart cut copies and what it encodes anew. */
export function smartWords(keyFrames: readonly number[] | undefined, range: FrameRange): string {
  const first = keyFrames?.find((frame) => frame >= range.start);
  if (first === undefined || first > range.end) return texts.smartNone;
  return first === range.start ? texts.smartAtKey : texts.smartFrom(first);
}
