import type { AskRequest } from '#common/contract/index.ts';
import { type FramesStep, type Step, sampleEvenly } from '#common/domain/index.ts';
import type { MessagePart } from '#main/inference/vision-language-model.ts';
import { fillPrompt } from '../prompts/fill-prompt.ts';
import { toolResultParts } from './call-text-tool.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import type { Draft } from './run-turns.ts';
import { fetchFrames, framesParts, showAnalystLooks, showFrames } from './show-frames.ts';
import { textParts } from './text-parts.ts';

/** Uniform frames over the clip, then the analyst's looks, then the question. */
export async function firstMessage(
  context: RunContext,
  open: OpenConversation,
  request: Pick<AskRequest, 'question' | 'looks' | 'initialFrames'>,
): Promise<Draft> {
  const { initialFrames, passiveFrames } = open.protocol;
  const count = request.initialFrames ?? (context.mode === 'passive' ? passiveFrames : initialFrames);
  const range = { start: 0, end: context.clip.info.frameCount - 1 };
  const start = await showFrames(context, open, { by: 'start', range, count });
  const looks = await showAnalystLooks(context, open, request.looks);
  return questionDraft(context, open, [...start, ...looks], request.question);
}

/**
 * The first message of a conversation that takes the place of a lost one: the frames shown and the texts of tools so
 * far, announced as before, then the question. What was thought and answered cannot be handed to an engine, so it is
 * left out. The last look and the first view come before the others where the frame budget is short; a notice
 * tells all of this.
 */
export async function rebuiltMessage(context: RunContext, open: OpenConversation): Promise<Draft> {
  const { steps, question } = context.recorder.trajectory;
  const shown = steps.filter((step) => step.kind === 'frames');
  const chosen = withinBudget(shown, open.protocol.maxFrames);
  const total = shown.reduce((sum, { frames }) => sum + frames.length, 0);
  const indices = [...new Set([...chosen.values()].flat())].sort((a, b) => a - b);
  const kept = [...chosen.values()].reduce((sum, these) => sum + these.length, 0);
  context.recorder.record({
    kind: 'notice',
    message: rebuiltSentence(total - kept, open.protocol.maxFrames),
  });
  const fetched = await fetchFrames(context, open, indices);
  const frames = new Map(fetched.map((frame) => [frame.index, frame]));
  const parts = steps.flatMap((step): readonly MessagePart[] => {
    if (step.kind === 'tool-result') return toolResultParts(open, step, step.text);
    const these = step.kind === 'frames' && chosen.get(step)?.flatMap((index) => frames.get(index) ?? []);
    return these ? framesParts(open, step.by, step.range, these) : [];
  });
  return questionDraft(context, open, parts, question);
}

function questionDraft(
  { mode, clip }: RunContext,
  open: OpenConversation,
  shown: readonly MessagePart[],
  question: string,
): Draft {
  const { prompts } = open.protocol;
  const { frameCount } = clip.info;
  const template = mode === 'passive' ? prompts.passive : prompts.question;
  const text = fillPrompt(template, { question, frameCount, lastFrame: frameCount - 1 });
  return { parts: [...shown, ...textParts(text)], asksForAnswer: mode === 'passive' };
}

/** Which frames of which step; the last look first of all, then the first view thinned where it must be, then the newest. */
function withinBudget(steps: readonly FramesStep[], maxFrames: number): ReadonlyMap<Step, readonly number[]> {
  const first = steps.find(({ by }) => by === 'start');
  const last = steps.at(-1);
  const chosen = new Map<Step, readonly number[]>();
  let left = maxFrames;
  for (const step of [last, first, ...steps.toReversed()]) {
    if (!step || chosen.has(step)) continue;
    const all = step.frames.map(({ index }) => index);
    const mayThin = step === last || step === first;
    if (!mayThin && all.length > left) continue;
    const indices = thinned(all, left);
    if (indices.length > 0) chosen.set(step, indices);
    left -= indices.length;
  }
  return chosen;
}

const thinned = (indices: readonly number[], count: number): readonly number[] =>
  sampleEvenly({ start: 0, end: indices.length - 1 }, count).flatMap((place) => indices[place] ?? []);

const rebuiltSentence = (leftOut: number, maxFrames: number): string =>
  'The earlier conversation was no longer at hand: the question was asked anew with the frames shown so far, ' +
  `without the earlier thoughts.${
    leftOut > 0 ? ` ${leftOut} frames were left out: the engine's limit is ${maxFrames} frames in all.` : ''
  }`;
