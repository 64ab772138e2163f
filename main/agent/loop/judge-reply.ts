import {
  type Action,
  type FrameRange,
  isSameLook,
  type Step,
  type ToolName,
  type TurnWarning,
} from '#common/domain/index.ts';
import { parseReply, salvageAnswer } from '../protocol/parse-reply.ts';
import { checkAnswer, checkThought } from '../verification/check-claims.ts';
import { checkNamesWindow, verifyCall, windowOf } from '../verification/verify-call.ts';
import type { Reply } from './take-reply.ts';

export type JudgedReply = {
  readonly thought: string;
  readonly action: Action | null;
  readonly warnings: readonly TurnWarning[];
  /** Why the action cannot be carried out, told to the engine by the repair message; null where it can. */
  readonly obstacle: string | null;
};

export type Circumstances = {
  readonly frameCount: number;
  /** All steps so far: what has been shown. */
  readonly steps: readonly Step[];
  /** The tools that the engine was told of. */
  readonly tools: readonly ToolName[];
  /** Why only an answer may be given at this turn; null when a call may be made. */
  readonly callNotAllowed: string | null;
  /** True when no repair message is left: then an answer is read from a malformed reply where there is one. */
  readonly isLastChance: boolean;
};

/**
 * A reply read and verified. A fault of form around an action that can be read (no thought, text outside) is
 * recorded and breaks the format, but the action is carried out: asking again would only cost the person time.
 */
export function judgeReply(reply: Reply, circumstances: Circumstances): JudgedReply {
  const parsed = parseReply(reply.text, circumstances.tools);
  const { action: written, problem } = parsed;
  const warnings: TurnWarning[] = [];
  if (reply.finish === 'length') {
    warnings.push({ kind: 'cut-off', message: 'The reply reached its longest length and was cut off.' });
  }
  if (problem !== null) warnings.push({ kind: 'format', message: problem });
  const action = written ?? (circumstances.isLastChance ? salvagedAnswer(reply) : null);
  // A reply without any tag is all thought, until it is taken for the answer.
  const isAllAnswer = written === null && action?.kind === 'answer' && action.text === parsed.thought;
  const thought = isAllAnswer ? '' : parsed.thought;
  const { steps, frameCount, tools, callNotAllowed } = circumstances;
  const windows = looksTaken(steps, frameCount);
  const results = steps.filter((step) => step.kind === 'tool-result');
  const evidence = { sentFrames: framesSent(steps), windows, told: results.map(({ text }) => text) };

  if (action === null || action.kind === 'answer') {
    warnings.push(...checkThought(thought, evidence, null));
    if (action) warnings.push(...checkAnswer(action.text, evidence));
    return { thought, action, warnings, obstacle: action ? null : problem };
  }
  const refusal = verifyCall(action, {
    frameCount,
    isWholeShown: steps.some((step) => step.kind === 'frames' && isWholeClip(step.range, frameCount)),
    earlierLooks: windows,
    earlierCalls: results,
    tools,
    notAllowed: callNotAllowed,
  });
  const unnamed = action.kind === 'look' ? checkNamesWindow(thought, action.range) : null;
  if (refusal) warnings.push(refusal);
  if (unnamed) warnings.push(unnamed);
  warnings.push(...checkThought(thought, evidence, windowOf(action)));
  return { thought, action, warnings, obstacle: refusal?.message ?? null };
}

/** Nothing is read from a reply that was cut off: it may be anything but an answer. */
function salvagedAnswer({ text, finish }: Reply): Action | null {
  const answer = finish === 'stop' ? salvageAnswer(text) : null;
  return answer === null ? null : { kind: 'answer', text: answer };
}

/** Windows shown so far: looks, and the first view where it was of a stretch that a person chose. */
const looksTaken = (steps: readonly Step[], frameCount: number): readonly FrameRange[] =>
  steps.flatMap((step) =>
    step.kind === 'frames' && !(step.by === 'start' && isWholeClip(step.range, frameCount))
      ? [step.range]
      : [],
  );

const isWholeClip = (range: FrameRange, frameCount: number): boolean =>
  isSameLook(range, { start: 0, end: frameCount - 1 });

const framesSent = (steps: readonly Step[]): ReadonlySet<number> =>
  new Set(steps.flatMap((step) => (step.kind === 'frames' ? step.frames.map(({ index }) => index) : [])));
