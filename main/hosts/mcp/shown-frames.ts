import type { FrameRange, FrameReference, FramesStep } from '#common/domain/index.ts';

/** Looks at one clip that are remembered; the oldest are forgotten first. */
const mostLooks = 64;

/** What the client has been shown in this session, so that what it proposes stands on frames that it saw. */
export type ShownFrames = {
  note(clipId: string, range: FrameRange, frames: readonly FrameReference[]): void;
  /** As steps of a trajectory, in order. */
  steps(clipId: string): readonly FramesStep[];
};

export function createShownFrames(): ShownFrames {
  const looks = new Map<string, readonly FramesStep[]>();
  const stepsOf = (clipId: string) => looks.get(clipId) ?? [];
  return {
    note(clipId, range, frames) {
      const step: FramesStep = { kind: 'frames', by: 'model', range, frames };
      looks.set(clipId, [...stepsOf(clipId), step].slice(-mostLooks));
    },
    steps: stepsOf,
  };
}
