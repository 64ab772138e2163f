import type { Step, TurnStep } from '#common/domain/index.ts';
import type { MessagePart } from '#main/inference/vision-language-model.ts';
import { countSent } from '#main/platform/index.ts';
import { fillPrompt } from '../prompts/fill-prompt.ts';
import { stopStrings } from '../protocol/parse-reply.ts';
import type { Call } from '../protocol/write-call.ts';
import { callTextTool } from './call-text-tool.ts';
import { type JudgedReply, judgeReply } from './judge-reply.ts';
import { promptOf } from './prompt-of.ts';
import type { Ending } from './recorder.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import { showAnalystLooks, showFrames } from './show-frames.ts';
import { takeReply } from './take-reply.ts';
import { textParts } from './text-parts.ts';
import { whyOnlyAnswer } from './why-only-answer.ts';

/** The next message; `asksForAnswer` when its words already say that only an answer is possible. */
export type Draft = { readonly parts: readonly MessagePart[]; readonly asksForAnswer: boolean };

/**
 * Turns until an answer (DeepSport §1.1): think, act, see. At most `maxTurns` replies, one more after the single
 * repair message, and one more for each look that the analyst hands in. Throws what the ports throw.
 */
export async function runTurns(context: RunContext, open: OpenConversation, first: Draft): Promise<Ending> {
  const { interjections } = context;
  let draft = first;
  let turnsLeft = open.maxTurns;
  let mayRepair = true;
  let mustAnswer: string | null = null;
  for (;;) {
    const { mode, recorder } = context;
    const callNotAllowed =
      mustAnswer ?? whyOnlyAnswer({ mode, steps: recorder.trajectory.steps, turnsLeft }, open);
    const askForAnswer = callNotAllowed !== null && !draft.asksForAnswer;
    const parts = askForAnswer
      ? [...draft.parts, ...textParts(open.protocol.prompts.answerOnly)]
      : draft.parts;
    const judged = await takeTurn(context, open, parts, { callNotAllowed, isLastChance: !mayRepair });
    const { action, obstacle } = judged;

    let next: readonly MessagePart[];
    if (action?.kind === 'answer') {
      next = [];
      turnsLeft = Math.max(turnsLeft - 1, 1);
      while (next.length === 0 && !interjections.closeIfEmpty()) {
        next = await showAnalystLooks(context, open, interjections.take());
      }
      if (next.length === 0) return { status: 'answered', failure: null };
    } else {
      if (action && obstacle === null) {
        next = await carryOut(context, open, action);
        turnsLeft -= 1;
      } else if (mayRepair) {
        mayRepair = false;
        next = repairParts(context, open, obstacle);
      } else if (action && callNotAllowed === null) {
        mustAnswer = 'Only an answer is possible: two calls could not be carried out.';
        recorder.record({ kind: 'notice', message: `${obstacle} The engine is asked for its answer.` });
        next = open.protocol.prompts.answerOnly === '' ? repairText(open, obstacle) : [];
        turnsLeft -= 1;
      } else {
        return { status: 'failed', failure: { code: 'ENGINE_REFUSED', message: noAnswer(open, judged) } };
      }
      next = [...next, ...(await showAnalystLooks(context, open, interjections.take()))];
    }
    draft = { parts: next, asksForAnswer: false };
  }
}

/** One message, one reply, one step. */
async function takeTurn(
  context: RunContext,
  open: OpenConversation,
  parts: readonly MessagePart[],
  limits: { readonly callNotAllowed: string | null; readonly isLastChance: boolean },
): Promise<JudgedReply> {
  const { recorder, clock, signal, clip } = context;
  const turn = turnsOf(recorder.trajectory.steps).length + 1;
  recorder.emit({ type: 'turn-start', turn });
  const startedAt = clock();
  const sent = countSent(recorder.trajectory.id);
  const replying = sent.during(() =>
    takeReply(
      open.conversation,
      { parts },
      {
        maxTokens: open.protocol.maxAnswerTokens,
        temperature: open.temperature,
        topP: open.topP,
        repetitionPenalty: open.repetitionPenalty,
        seed: context.seed,
        stop: stopStrings,
        form: {
          tools: limits.callNotAllowed === null ? open.protocol.tools : [],
          frameCount: clip.info.frameCount,
        },
      },
      { turn, signal, emit: recorder.emit, record: recorder.record },
    ),
  );
  const reply = await replying.catch((error: unknown) => {
    if (sent.list().length > 0) recorder.record({ kind: 'notice', message: lostWords, sent: sent.list() });
    throw error;
  });
  const seconds = Math.max(0, clock() - startedAt) / 1000;
  const steps = recorder.trajectory.steps.slice(open.firstStep);
  const { tools } = open.protocol;
  const judged = judgeReply(reply, { ...limits, tools, frameCount: clip.info.frameCount, steps });
  const { thought, action, warnings } = judged;
  const { text: raw, usage } = reply;
  const told = {
    prompt: promptOf(recorder.trajectory.steps, open, parts),
    ...(sent.list().length > 0 && { sent: sent.list() }),
  };
  recorder.record({ kind: 'turn', turn, thought, action, raw, warnings, usage, seconds, ...told });
  return judged;
}

const lostWords = 'The question and its pictures had been sent when no whole reply came.';

/** Frames for a look, words for a text tool. */
async function carryOut(
  context: RunContext,
  open: OpenConversation,
  call: Call,
): Promise<readonly MessagePart[]> {
  if (call.kind === 'tool') return callTextTool(context, open, call);
  const count = open.protocol.framesPerLook;
  return showFrames(context, open, { by: 'model', range: call.range, count });
}

function repairParts(context: RunContext, open: OpenConversation, obstacle: string | null) {
  context.recorder.record({
    kind: 'notice',
    message: `The engine was asked once to correct itself: ${obstacle}`,
  });
  return repairText(open, obstacle);
}

const repairText = (open: OpenConversation, obstacle: string | null): readonly MessagePart[] =>
  // A message must hold something, even where a card has no words for it.
  textParts(fillPrompt(open.protocol.prompts.repair, { problem: obstacle ?? '' }) || (obstacle ?? 'Answer.'));

const turnsOf = (steps: readonly Step[]): readonly TurnStep[] => steps.filter((step) => step.kind === 'turn');

const noAnswer = ({ model }: OpenConversation, { obstacle }: JudgedReply): string =>
  `${model.card.name} gave no answer that can be used. ${obstacle ?? ''}`.trim();
