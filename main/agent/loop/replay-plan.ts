import type { AskSettings, FrameRange, Trajectory } from '#common/domain/index.ts';
import type { Addition } from './continue-conversation.ts';
import type { Interjections } from './interjections.ts';

/** What a person did in the course of a trajectory, so that it can be done again at the same places. */
export type ReplayPlan = {
  /** The look chosen where the trajectory branched off another one. */
  readonly branchLook: FrameRange | null;
  /** Ranges handed in after a turn that was no answer, by the turn's number. */
  readonly interjected: ReadonlyMap<number, readonly FrameRange[]>;
  /** What was added after each answer, in order. */
  readonly additions: readonly Addition[];
};

export function replayPlan({ steps, branch }: Pick<Trajectory, 'steps' | 'branch'>): ReplayPlan {
  const interjected = new Map<number, FrameRange[]>();
  const additions: Addition[] = [];
  let branchLook: FrameRange | null = null;
  let turn = 0;
  let isAnswered = false;
  for (const step of steps) {
    if (step.kind === 'turn') {
      turn = step.turn;
      isAnswered = step.action?.kind === 'answer';
    }
    // What a branch took over is taken over again.
    const isCopied = branch !== null && turn <= branch.turn && branchLook !== null;
    if (turn === 0 || (branch !== null && turn < branch.turn) || isCopied) continue;
    if (step.kind === 'question') additions.push({ kind: 'question', text: step.text, form: step.form });
    if (step.kind !== 'frames' || step.by !== 'analyst') continue;
    if (branch !== null && branchLook === null) branchLook = step.range;
    else if (isAnswered) additions.push({ kind: 'look', range: step.range });
    else interjected.set(turn, [...(interjected.get(turn) ?? []), step.range]);
  }
  return { branchLook, interjected, additions };
}

/** Hands ranges in again at the turns at which a person did, besides what is handed in now. */
export function withPlanned(
  interjections: Interjections,
  planned: ReplayPlan['interjected'],
  turnNow: () => number,
): Interjections {
  return { ...interjections, take: () => [...(planned.get(turnNow()) ?? []), ...interjections.take()] };
}

/** How a question was asked; where that was not kept, the usual way with the looks that stood before the first reply. */
export function keptSettings({ settings, steps }: Pick<Trajectory, 'settings' | 'steps'>): AskSettings {
  if (settings) return settings;
  const firstTurn = steps.findIndex(({ kind }) => kind === 'turn');
  const before = steps.slice(0, firstTurn < 0 ? steps.length : firstTurn);
  const looks = before.flatMap((step) =>
    step.kind === 'frames' && step.by === 'analyst' ? [step.range] : [],
  );
  const sampling = { temperature: 0, topP: 1, repetitionPenalty: 1 };
  return { initialFrames: null, maxTurns: null, ...sampling, looks };
}
