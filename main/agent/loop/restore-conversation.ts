import type { Frame, FrameReference, FramesStep, Step, TurnStep } from '#common/domain/index.ts';
import type { MessagePart, PastExchange } from '#main/inference/vision-language-model.ts';
import { toolResultParts } from './call-text-tool.ts';
import { firstQuestionParts, furtherQuestionParts } from './first-message.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import type { Draft } from './run-turns.ts';
import { fetchFrames, framesParts } from './show-frames.ts';
import { textParts } from './text-parts.ts';
import { whyOnlyAnswer } from './why-only-answer.ts';

/** A notice that names more frames is not read. */
const mostNamed = 8;

/**
 * Takes a conversation up again from its record: the same frames decoded anew, the engine's own words, message by
 * message as they were sent. Gives the message that comes next, from what stands after the last turn; null where the
 * record does not tell all of it (a correction was asked for) or the frame budget is too small, and then nothing is done.
 * A frame that is no longer the same picture is told by a notice.
 */
export async function restoreConversation(
  context: RunContext,
  open: OpenConversation,
): Promise<Draft | null> {
  const { steps } = context.recorder.trajectory;
  const shown = steps.filter((step) => step.kind === 'frames');
  const count = shown.reduce((sum, { frames }) => sum + frames.length, 0);
  if (count > open.protocol.maxFrames || !isWhole(steps)) return null;
  const frames = await fetchShown(context, open, shown);
  const changed = changedFramesSentence(
    shown.flatMap((step) => step.frames),
    frames,
  );
  if (changed !== null) context.recorder.record({ kind: 'notice', message: changed });
  const past: PastExchange[] = [];
  let parts: readonly MessagePart[] = [];
  let asksForAnswer = false;
  let turnsLeft = open.maxTurns;
  let isAsked = false;
  // The first question stands after all that was shown before the first reply.
  const ask = () => {
    if (!isAsked) parts = [...parts, ...firstQuestionParts(context, open)];
    asksForAnswer ||= !isAsked && context.mode === 'passive';
    isAsked = true;
  };
  for (const [place, step] of steps.entries()) {
    if (step.kind === 'frames') {
      const these = step.frames.flatMap(({ index }) => frames.get(index) ?? []);
      parts = [...parts, ...framesParts(open, step.by, step.range, these)];
    } else if (step.kind === 'tool-result') {
      parts = [...parts, ...toolResultParts(open, step, step.text)];
    } else if (step.kind === 'question') {
      parts = [...parts, ...furtherQuestionParts(context, open, step)];
      asksForAnswer = context.mode === 'passive';
    } else if (step.kind === 'turn') {
      ask();
      const before = { mode: context.mode, steps: steps.slice(0, place), turnsLeft };
      const mustAnswer = whyOnlyAnswer(before, open) !== null && !asksForAnswer;
      if (mustAnswer) parts = [...parts, ...textParts(open.protocol.prompts.answerOnly)];
      past.push({ message: { parts }, reply: step.raw });
      parts = [];
      asksForAnswer = false;
      turnsLeft = step.action?.kind === 'answer' ? open.maxTurns : turnsLeft - 1;
    }
  }
  ask();
  if (past.length > 0) open.conversation.recall(past);
  return { parts, asksForAnswer };
}

/** Whether every turn was carried out as it stands: an answer, or a call whose result follows. */
const isWhole = (steps: readonly Step[]): boolean =>
  steps.every((step, place) => step.kind !== 'turn' || isCarriedOut(step, steps.slice(place + 1)));

function isCarriedOut({ action, raw }: TurnStep, after: readonly Step[]): boolean {
  if (raw === '' || action === null) return false;
  if (action.kind === 'answer') return true;
  const result = after.find(({ kind }) => kind !== 'notice');
  return result?.kind === 'frames' || result?.kind === 'tool-result';
}

async function fetchShown(
  context: RunContext,
  open: OpenConversation,
  shown: readonly FramesStep[],
): Promise<ReadonlyMap<number, Frame>> {
  const indices = [...new Set(shown.flatMap(({ frames }) => frames.map(({ index }) => index)))];
  const fetched = await fetchFrames(
    context,
    open,
    indices.sort((a, b) => a - b),
  );
  return new Map(fetched.map((frame) => [frame.index, frame]));
}

/** Which frames are no longer the same pictures, in one sentence; null where all are. */
export function changedFramesSentence(
  shown: readonly FrameReference[],
  now: ReadonlyMap<number, FrameReference>,
): string | null {
  const differs = shown.filter(({ index, sha256 }) => now.get(index)?.sha256 !== sha256);
  const changed = [...new Set(differs.map(({ index }) => index))];
  if (changed.length === 0) return null;
  const more = changed.length > mostNamed ? ' and others' : '';
  const named = `${changed.length === 1 ? 'Frame' : 'Frames'} ${changed.slice(0, mostNamed).join(', ')}${more}`;
  return `${named} ${changed.length === 1 ? 'is' : 'are'} no longer the same picture as before: the clip, or the size that the engine wants, has changed.`;
}
