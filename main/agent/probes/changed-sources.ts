import type { ProbeKind } from '#common/domain/index.ts';
import type { RunContext } from '../loop/run-context.ts';
import { changedFrame } from './changed-frame.ts';
import { pictureOrder } from './picture-order.ts';

type Sources = Pick<RunContext, 'video' | 'analyser'>;

/**
 * What a run sees of the clip, changed: the one place between frame service and conversation where a probe differs from
 * its question. Each look keeps its frame numbers and times; only the pictures change. What the analysis knows of motion
 * and shots is withheld where it would tell of the true pictures in words; the first view is still chosen by it.
 */
export function changedSources(change: ProbeKind, seed: number, { video, analyser }: Sources): Sources {
  return {
    video: {
      async frames(clip, indices, size, options) {
        const frames = await video.frames(clip, indices, size, options);
        const order = pictureOrder(change, indices, seed);
        return frames.map((own, place) => {
          const shown = frames[order[place] ?? place] ?? own;
          const { index, timeSeconds } = own;
          const placed = { ...shown, index, timeSeconds };
          return changedFrame(shown === own ? placed : { ...placed, picture: shown.index }, change);
        });
      },
    },
    analyser:
      change === 'mirrored'
        ? analyser
        : {
            ...analyser,
            state: async (clip, options) => ({
              ...(await analyser.state(clip, options)),
              shots: [],
              framesDone: 0,
            }),
          },
  };
}
