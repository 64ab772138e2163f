import type { AskRequest } from '#common/contract/index.ts';
import { type Frame, type FramesStep, sampleEvenly } from '#common/domain/index.ts';
import type { MessagePart } from '#main/inference/vision-language-model.ts';
import { fillPrompt } from '../prompts/fill-prompt.ts';
import type { OpenConversation, RunContext } from './run-context.ts';
import type { Draft } from './run-turns.ts';
import { framesParts, showAnalystLooks, showFrames, textParts } from './show-frames.ts';
import { withAbort } from './with-abort.ts';

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
 * The first message of a conversation that takes the place of a lost one: the frames shown so far, their looks
 * announced as before, then the question. What was thought and answered cannot be handed to an engine, so it is
 * left out. The last look and the first view come before the others where the frame budget is short; a notice
 * tells all of this.
 */
export async function rebuiltMessage(context: RunContext, open: OpenConversation): Promise<Draft> {
  const { recorder } = context;
  const shown = recorder.trajectory.steps.filter((step) => step.kind === 'frames');
  const chosen = withinBudget(shown, open.protocol.maxFrames);
  const total = shown.reduce((sum, { frames }) => sum + frames.length, 0);
  const kept = chosen.reduce((sum, { indices }) => sum + indices.length, 0);
  recorder.record({ kind: 'notice', message: rebuiltSentence(total - kept, open.protocol.maxFrames) });
  const frames = await fetchAll(context, open, chosen);
  const parts = chosen.flatMap(({ step, indices }) => {
    const these = indices.flatMap((index) => frames.get(index) ?? []);
    return framesParts(open, step.by, step.range, these);
  });
  return questionDraft(context, open, parts, recorder.trajectory.question);
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

type Chosen = { readonly step: FramesStep; readonly indices: readonly number[] };

/** In the order shown; the last look first of all, then the first view thinned where it must be, then the newest. */
function withinBudget(steps: readonly FramesStep[], maxFrames: number): readonly Chosen[] {
  const first = steps.findIndex(({ by }) => by === 'start');
  const last = steps.length - 1;
  const others = steps.map((_, place) => place).filter((place) => place !== first && place !== last);
  const chosen = new Map<number, Chosen>();
  let left = maxFrames;
  for (const place of [last, first, ...others.reverse()]) {
    const step = steps[place];
    if (!step || chosen.has(place)) continue;
    const all = step.frames.map(({ index }) => index);
    const mayThin = place === last || place === first;
    if (!mayThin && all.length > left) continue;
    const indices = thinned(all, left);
    if (indices.length > 0) chosen.set(place, { step, indices });
    left -= indices.length;
  }
  return [...chosen].sort(([a], [b]) => a - b).map(([, choice]) => choice);
}

const thinned = (indices: readonly number[], count: number): readonly number[] =>
  sampleEvenly({ start: 0, end: indices.length - 1 }, count).flatMap((place) => indices[place] ?? []);

/** All frames in one pass of the decoder. */
async function fetchAll(
  { video, clip, signal, recorder }: RunContext,
  { model }: OpenConversation,
  chosen: readonly Chosen[],
): Promise<ReadonlyMap<number, Frame>> {
  const indices = [...new Set(chosen.flatMap((choice) => choice.indices))].sort((a, b) => a - b);
  const size = model.frameSize({ width: clip.info.width, height: clip.info.height });
  const onProgress = (done: number, total: number) =>
    recorder.emit({ type: 'progress', stage: 'extracting', done, total });
  const frames = await withAbort(video.frames(clip.path, indices, size, { signal, onProgress }), signal);
  return new Map(frames.map((frame) => [frame.index, frame]));
}

const rebuiltSentence = (leftOut: number, maxFrames: number): string =>
  'The earlier conversation was no longer at hand: the question was asked anew with the frames shown so far, ' +
  `without the earlier thoughts.${
    leftOut > 0 ? ` ${leftOut} frames were left out: the engine's limit is ${maxFrames} frames in all.` : ''
  }`;
