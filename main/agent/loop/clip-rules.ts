import {
  type ClipInfo,
  type EngineProtocol,
  type FrameRange,
  fitWithin,
  frameRangeLength,
  type Size,
} from '#common/domain/index.ts';
import type { VisionLanguageModel } from '#main/inference/vision-language-model.ts';

export type ClipRules = { readonly protocol: EngineProtocol; readonly frameSize: Size };

/**
 * How an engine is asked about this clip, and how large it gets the frames: long clips have a rule of their own, which
 * does not hold for a short stretch of one.
 */
export function clipRules(
  { card, frameSize }: Pick<VisionLanguageModel, 'card' | 'frameSize'>,
  { width, height, durationSeconds, frameCount }: ClipInfo,
  scope: FrameRange | null,
): ClipRules {
  const { protocol } = card;
  const { longClip } = protocol;
  const display = { width, height };
  // Near enough to tell seconds from minutes, whatever the frame times.
  const seconds = durationSeconds * (scope ? frameRangeLength(scope) / frameCount : 1);
  if (longClip === null || seconds <= longClip.overSeconds) {
    return { protocol, frameSize: frameSize(display) };
  }
  const { framesPerView, maxFrames, maxSize } = longClip;
  return {
    protocol: { ...protocol, initialFrames: framesPerView, framesPerLook: framesPerView, maxFrames },
    frameSize: frameSize(fitWithin(display, maxSize)),
  };
}
