import {
  type AnswerForm,
  type FrameRange,
  type FramesStep,
  lastQuestion,
  type Step,
  sampleEvenly,
} from '#common/domain/index.ts';
import type { MessagePart } from '#main/inference/vision-language-model.ts';
import { fillPrompt } from '../prompts/fill-prompt.ts';
import { furtherTemplate, questionWords } from '../prompts/question-words.ts';
import { toolResultParts } from './call-text-tool.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import type { Draft } from './run-turns.ts';
import { fetchFrames, framesParts, showAnalystLooks, showFrames } from './show-frames.ts';
import { textParts } from './text-parts.ts';

/** Uniform frames over the clip or the stretch asked about, then the analyst's looks, then the last question. */
export async function firstMessage(
  context: RunContext,
  open: OpenConversation,
  request: { readonly looks: readonly FrameRange[]; readonly initialFrames?: number | null },
): Promise<Draft> {
  const { initialFrames, passiveFrames } = open.protocol;
  const { trajectory } = context.recorder;
  const count = request.initialFrames ?? (context.mode === 'passive' ? passiveFrames : initialFrames);
  const range = trajectory.scope ?? wholeClip(context);
  const start = await showFrames(context, open, { by: 'start', range, count });
  const looks = await showAnalystLooks(context, open, request.looks);
  const template = open.protocol.prompts[promptOf(context)];
  const question = questionParts(context, open, template, lastQuestion(trajectory));
  return { parts: [...start, ...looks, ...question], asksForAnswer: context.mode === 'passive' };
}

/** The trajectory's own question as it stands after the first view. */
export function firstQuestionParts(context: RunContext, open: Pick<OpenConversation, 'protocol' | 'model'>) {
  const { question: text, form } = context.recorder.trajectory;
  return questionParts(context, open, open.protocol.prompts[promptOf(context)], { text, form });
}

/** A question asked further, of all that was shown. */
export const furtherQuestionParts = (
  context: RunContext,
  open: Pick<OpenConversation, 'protocol' | 'model'>,
  question: { readonly text: string; readonly form: AnswerForm },
): readonly MessagePart[] =>
  questionParts(context, open, furtherTemplate(open.protocol.prompts[promptOf(context)]), question);

/**
 * The first message of a conversation that takes the place of one that holds too much: the frames shown and the texts
 * of tools so far, announced as before, then the last question. What was thought and answered is left out. The last
 * look and the first view come before the others where the frame budget is short; a notice tells all of this.
 */
export async function rebuiltMessage(context: RunContext, open: OpenConversation): Promise<Draft> {
  const { trajectory } = context.recorder;
  const { steps } = trajectory;
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
  const question = questionParts(
    context,
    open,
    open.protocol.prompts[promptOf(context)],
    lastQuestion(trajectory),
  );
  return { parts: [...parts, ...question], asksForAnswer: context.mode === 'passive' };
}

const promptOf = ({ mode }: RunContext): 'passive' | 'question' =>
  mode === 'passive' ? 'passive' : 'question';

const wholeClip = ({ clip }: RunContext): FrameRange => ({ start: 0, end: clip.info.frameCount - 1 });

function questionParts(
  context: RunContext,
  { model }: Pick<OpenConversation, 'model'>,
  template: string,
  asked: { readonly text: string; readonly form: AnswerForm },
): readonly MessagePart[] {
  const { scope } = context.recorder.trajectory;
  const { end: lastFrame } = wholeClip(context);
  const question = questionWords(asked, scope, model.card);
  const { start: first, end: last } = scope ?? wholeClip(context);
  return textParts(fillPrompt(template, { question, frameCount: lastFrame + 1, lastFrame, first, last }));
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
  'The earlier conversation could not be taken up: the question was asked anew with the frames shown so far, ' +
  `without the earlier thoughts.${
    leftOut > 0 ? ` ${leftOut} frames were left out: the engine's limit is ${maxFrames} frames in all.` : ''
  }`;
