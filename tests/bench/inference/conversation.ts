import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type DialogueState, generateReply } from '#main/inference/onnx/generate-reply.ts';
import type { LoadedModel } from '#main/inference/onnx/load-model.ts';
import type { PromptTokens } from '#main/inference/onnx/prompt-builder.ts';
import { smartResize } from '#main/inference/onnx/smart-resize.ts';
import { framesMessage } from '../../inference/synthetic-frames.ts';

export const replyTokens = 24;

/** What one turn cost, in milliseconds: until its first token was there, and until its reply was. */
export type TurnTime = { readonly firstToken: number; readonly reply: number };

/** All that a turn's reply rests on, from the beginning of the conversation. */
export type WholePrompt = PromptTokens;

const system =
  'You answer questions about a video from single frames. Think in <think>, then call frame_extraction_tool(first, last) ' +
  'to look closer, or answer in <answer>.';
const questions = [
  '\nThe clip has frames 0 to 239. In which frame does the diver leave the board?',
  '\nThese are the frames that you asked for.',
  '\nThese are the frames that you asked for. Look as closely as you can.',
  '\nThese are the frames that you asked for. Answer now.',
];

export type Talk = {
  readonly times: readonly TurnTime[];
  readonly prompts: readonly WholePrompt[];
  readonly replies: readonly (readonly number[])[];
};

setFlagsFromString('--expose-gc');
/** Before each measurement, so that nobody pays for what another has left behind: twice as long otherwise. */
export const collectGarbage: () => void = runInNewContext('gc');

/** A conversation of an agent: new frames in each turn, as many as told, with numbers from `firstFrame` on. */
export async function talkWithCache(
  model: LoadedModel,
  framesOfTurns: readonly number[],
  firstFrame: number,
): Promise<Talk> {
  const times: TurnTime[] = [];
  const prompts: WholePrompt[] = [];
  const replies: (readonly number[])[] = [];
  const size = smartResize({ width: 112, height: 112 }, model.config.pixels);
  let state: DialogueState = freshState(model);
  let whole: WholePrompt = { tokens: [], frames: [] };
  let nextFrame = firstFrame;
  for (const [turn, count] of framesOfTurns.entries()) {
    const indices = Array.from({ length: count }, () => nextFrame++);
    const message = { parts: framesMessage(indices, size, questions[turn] ?? '') };
    const prompt =
      state.lastToken === null
        ? model.prompts.first(system, message)
        : model.prompts.next(system, state.lastToken, message);
    whole = {
      // What was written last is in the history already, and leads the next prompt once more.
      tokens: [...whole.tokens, ...prompt.tokens.slice(turn === 0 ? 0 : 1)],
      frames: [...whole.frames, ...prompt.frames],
    };
    prompts.push(whole);
    const { time, tokens, state: after } = await timedReply(model, state, prompt);
    times.push(time);
    replies.push(tokens);
    whole = { ...whole, tokens: [...whole.tokens, ...tokens] };
    state = after;
  }
  return { times, prompts, replies };
}

/** The same turn as if nothing were kept. */
export async function recompute(model: LoadedModel, prompt: WholePrompt) {
  const { time, tokens } = await timedReply(model, freshState(model), prompt);
  return { time, tokens };
}

const freshState = (model: LoadedModel): DialogueState => ({
  past: model.decoder.empty,
  nextPosition: 0,
  lastToken: null,
});

async function timedReply(model: LoadedModel, state: DialogueState, prompt: PromptTokens) {
  // A reply that ended early would be measured as a fast one.
  const endless: LoadedModel = { ...model, config: { ...model.config, endTokens: [] } };
  collectGarbage();
  const started = performance.now();
  let firstToken = Number.NaN;
  const reply = await generateReply(endless, state, prompt, {
    maxTokens: replyTokens,
    temperature: 0,
    topP: 1,
    seed: 0,
    stop: [],
    signal: new AbortController().signal,
    emit: (event) => {
      if (event.type === 'progress' && event.stage === 'decoding' && event.done === 1) {
        firstToken = performance.now() - started;
      }
    },
  });
  return {
    time: { firstToken, reply: performance.now() - started },
    tokens: reply.tokens,
    state: reply.state,
  };
}
