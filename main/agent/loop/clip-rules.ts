import { type ClipInfo, type EngineProtocol, fitWithin, type Size } from '#common/domain/index.ts';
import type { VisionLanguageModel } from '#main/inference/vision-language-model.ts';

export type ClipRules = { readonly protocol: EngineProtocol; readonly frameSize: Size };

/** How an engine is asked about this clip, and how large it gets the frames: long clips have a rule of their own. */
export function clipRules(
  { card, frameSize }: Pick<VisionLanguageModel, 'card' | 'frameSize'>,
  { width, height, durationSeconds }: ClipInfo,
): ClipRules {
  const { protocol } = card;
  const { longClip } = protocol;
  const display = { width, height };
  if (longClip === null || durationSeconds <= longClip.overSeconds) {
    return { protocol, frameSize: frameSize(display) };
  }
  const { framesPerView, maxFrames, maxSize } = longClip;
  return {
    protocol: { ...protocol, initialFrames: framesPerView, framesPerLook: framesPerView, maxFrames },
    frameSize: frameSize(fitWithin(display, maxSize)),
  };
}
