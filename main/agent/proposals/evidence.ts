import {
  type FrameRange,
  framesShown,
  lastQuestion,
  sampleEvenly,
  type Trajectory,
} from '#common/domain/index.ts';
import { isFormatValid } from '../verification/format-valid.ts';

const mostEvidence = 16;

/** Frames that had been sent and lie in a range, with the nearest one before and after it; at most 16, spread. */
export function evidenceFor(trajectory: Trajectory, { start, end }: FrameRange): readonly number[] {
  const sent = framesSent(trajectory);
  const before = sent.findLast((frame) => frame < start);
  const after = sent.find((frame) => frame > end);
  const near = [before, ...sent.filter((frame) => frame >= start && frame <= end), after].filter(
    (frame) => frame !== undefined,
  );
  return sampleEvenly({ start: 0, end: near.length - 1 }, mostEvidence).flatMap((place) => near[place] ?? []);
}

/** Frames on each side of a range's first and last frame that must be seen to place them. */
const neighbours = 2;

/**
 * How unsure a range is, 0 to 1. Three reasons, taken as independent (1 − the product of what each leaves):
 * the share of the frames around its two ends (two on each side) that were never sent; one half where the answer
 * names a frame of it that had not been shown; one quarter where the replies broke the protocol.
 */
export function doubtOf(trajectory: Trajectory, { start, end }: FrameRange, frameCount: number): number {
  const sent = framesSent(trajectory);
  const around = new Set(
    [start, end].flatMap((edge) => {
      const range = {
        start: Math.max(0, edge - neighbours),
        end: Math.min(frameCount - 1, edge + neighbours),
      };
      return sampleEvenly(range, 2 * neighbours + 1);
    }),
  );
  const known = new Set(sent);
  const unseen = [...around].filter((frame) => !known.has(frame)).length / Math.max(1, around.size);
  const { steps } = lastQuestion(trajectory);
  const lastTurn = steps.findLast((step) => step.kind === 'turn');
  const isUnsupported = (lastTurn?.warnings ?? []).some(
    ({ kind, frame }) =>
      kind === 'claim-without-frame' && frame !== undefined && frame >= start && frame <= end,
  );
  const certainty = (1 - unseen) * (isUnsupported ? 0.5 : 1) * (isFormatValid(steps) ? 1 : 0.75);
  return Math.round((1 - certainty) * 100) / 100;
}

const framesSent = (trajectory: Trajectory): readonly number[] =>
  [...new Set(framesShown(trajectory).map(({ index }) => index))].sort((a, b) => a - b);
