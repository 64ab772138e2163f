import {
  framesShown,
  lastQuestion,
  readSpans,
  type Trajectory,
  type TurnStep,
  type TurnWarning,
} from '#common/domain/index.ts';
import { namedFrames } from '../app/state/named-frames.ts';

/** Frames sent up to and including a step, by number. */
export function framesSentBefore(trajectory: Trajectory, turn: number): ReadonlySet<number> {
  const sent = new Set<number>();
  for (const step of trajectory.steps) {
    if (step.kind === 'turn' && step.turn === turn) break;
    if (step.kind === 'frames') for (const frame of step.frames) sent.add(frame.index);
  }
  return sent;
}

/** Why a frame that a thought names is no evidence; by frame. */
export const claimsWithoutFrame = (turn: TurnStep): ReadonlyMap<number, string> =>
  new Map(
    turn.warnings.flatMap(({ kind, frame, message }: TurnWarning) =>
      kind === 'claim-without-frame' && frame !== undefined ? [[frame, message] as const] : [],
    ),
  );

/** Shown as evidence at most. */
const mostEvidence = 8;

/**
 * What an answer rests on: the frames it names that were sent, and around a frame that was not sent (an estimate
 * between two) the nearest ones that were. Where it names none, what its thought names counts.
 */
export function evidenceFrames(trajectory: Trajectory, frameCount: number): readonly number[] {
  const sent = [...new Set(framesShown(trajectory).map(({ index }) => index))].toSorted((a, b) => a - b);
  const around = (frame: number): readonly number[] => {
    const [before, after] = [sent.findLast((each) => each <= frame), sent.find((each) => each >= frame)];
    return [before, after].filter((each) => each !== undefined);
  };
  const last = trajectory.steps.findLast((step) => step.kind === 'turn');
  const inAnswer = framesOfAnswer(trajectory, frameCount).flatMap(around);
  const inThought = () =>
    namedFrames(last?.thought ?? '', frameCount).filter((frame) => sent.includes(frame));
  const found = inAnswer.length > 0 ? inAnswer : inThought().slice(-mostEvidence);
  return [...new Set(found)].toSorted((a, b) => a - b).slice(0, mostEvidence);
}

/** The frames an answer names; the ends of its spans where it was asked for such. */
function framesOfAnswer(trajectory: Trajectory, frameCount: number): readonly number[] {
  const answer = trajectory.answer ?? '';
  const { form } = lastQuestion(trajectory);
  if (form.kind !== 'spans') return namedFrames(answer, frameCount);
  return readSpans(answer, form, { frameCount, times: null }).flatMap(({ range }) => [
    range.start,
    range.end,
  ]);
}

export type RunCost = {
  readonly seconds: number;
  readonly frames: number;
  readonly looks: number;
  readonly tokens: number;
};

export function costOf(trajectory: Trajectory): RunCost {
  const turns = trajectory.steps.filter((step) => step.kind === 'turn');
  return {
    seconds: turns.reduce((sum, turn) => sum + turn.seconds, 0),
    frames: new Set(framesShown(trajectory).map(({ index }) => index)).size,
    looks: trajectory.steps.filter((step) => step.kind === 'frames' && step.by !== 'start').length,
    tokens: turns.reduce((sum, { usage }) => sum + usage.newTokens + usage.generatedTokens, 0),
  };
}

/** Answers are the same when they differ in case, spaces and closing full stop only. */
export const sameAnswer = (a: string, b: string): boolean => plain(a) === plain(b);

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.\s]+$/, '')
    .trim();
