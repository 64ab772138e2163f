import { type FrameRange, type FrameReference, type FramesStep, sampleEvenly } from '#common/domain/index.ts';

/** Looks at one clip that are remembered; the oldest are forgotten first. */
const mostLooks = 64;
/** An item of the record takes a thousand; a person reads a few. */
const mostEvidence = 16;

/** What the client has been shown in this session, so that what it proposes stands on frames that it saw. */
export type ShownFrames = {
  note(clipId: string, range: FrameRange, frames: readonly FrameReference[]): void;
  /** As steps of a trajectory, in order. */
  steps(clipId: string): readonly FramesStep[];
  /** Frames shown that lie in a range, with the nearest one before and after it. */
  evidenceFor(clipId: string, range: FrameRange): readonly number[];
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
    evidenceFor(clipId, { start, end }) {
      const indices = stepsOf(clipId).flatMap(({ frames }) => frames.map(({ index }) => index));
      const shown = [...new Set(indices)].sort((a, b) => a - b);
      const near = [
        shown.findLast((frame) => frame < start),
        ...shown.filter((frame) => frame >= start && frame <= end),
        shown.find((frame) => frame > end),
      ].filter((frame) => frame !== undefined);
      return sampleEvenly({ start: 0, end: near.length - 1 }, mostEvidence).flatMap((at) => near[at] ?? []);
    },
  };
}
