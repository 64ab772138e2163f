import { checkAnswer, doubtOf, evidenceFor, listShots, motionProfile } from '../agent/index.ts';
import type { ClipLibrary, ClipToolbox, Services } from './services.ts';

export type ClipToolboxParts = {
  readonly clips: Pick<ClipLibrary, 'sourceOf'>;
  readonly analyser: Services['analyser'];
};

/** The engines' tools that answer in words and the rules for what they say, for whoever else asks. */
export function createClipToolbox({ clips, analyser }: ClipToolboxParts): ClipToolbox {
  return {
    motionProfile: async (clipId, range, options) =>
      motionProfile(range, { analyser, source: await clips.sourceOf(clipId, options), ...options }),
    listShots: async (clipId, options) =>
      listShots({ analyser, source: await clips.sourceOf(clipId, options), ...options }),
    checkAnswer: (answer, framesShown) =>
      checkAnswer(answer, { sentFrames: new Set(framesShown), windows: [], told: [] }),
    support: (trajectory, range, frameCount) => ({
      evidence: evidenceFor(trajectory, range),
      doubt: doubtOf(trajectory, range, frameCount),
    }),
  };
}
