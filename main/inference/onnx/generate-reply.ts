import { DeepSportError, type Frame, throwIfCancelled } from '#common/domain/index.ts';
import { createFormSampler } from '../reply-form/form-sampler.ts';
import { createReplyText } from '../reply-text.ts';
import type { ReplyEvent, ReplyOptions } from '../vision-language-model.ts';
import type { Past } from './decoder.ts';
import { createDetokenizer } from './detokenizer.ts';
import { encodeFrames } from './encode-frames.ts';
import type { LoadedModel } from './load-model.ts';
import type { PrefixCache } from './prefix-cache.ts';
import type { PromptTokens } from './prompt-builder.ts';
import { endOfLastPicture, promptMarks } from './prompt-marks.ts';
import { ropePositions } from './rope-positions.ts';
import { createSampler, penaliseRepetition } from './sampler.ts';
import { createWorkingPast, type WorkingPast } from './working-past.ts';

/** Where a conversation stands. Values are never changed, so that an earlier state is a checkpoint. */
export type DialogueState = {
  readonly past: Past;
  /** Position of the next token to enter the cache. */
  readonly nextPosition: number;
  /** The reply's last token, which is not in the cache yet; null before the first reply. */
  readonly lastToken: number | null;
};

type EndEvent = Extract<ReplyEvent, { type: 'end' }>;
export type GeneratedReply = {
  readonly state: DialogueState;
  readonly end: EndEvent;
  /** What the model wrote, its end token included. */
  readonly tokens: readonly number[];
  readonly speed: ReplySpeed;
};

/** As measured in a reply; null where it was too short to tell. */
export type ReplySpeed = {
  readonly promptTokensPerSecond: number | null;
  readonly tokensPerSecond: number | null;
};

export type GenerateOptions = Omit<ReplyOptions, 'signal'> & {
  readonly signal: AbortSignal;
  readonly emit: (event: ReplyEvent) => void;
  /** Called between pieces of work; by default lets a cancel be heard. */
  readonly pause?: (() => Promise<void>) | undefined;
  /** Beginnings of earlier prompts, so that they are not computed again. */
  readonly prefixes?: PrefixCache | undefined;
};

/** A message must leave this much room for a reply. */
const leastReplyTokens = 16;
const tokensPerProgress = 8;

/** Computes a turn on top of `state`, which stays as it is. CONTEXT_FULL before any work; CANCELLED. */
export async function generateReply(
  model: LoadedModel,
  state: DialogueState,
  prompt: PromptTokens,
  options: GenerateOptions,
): Promise<GeneratedReply> {
  const started = performance.now();
  const { prefixes } = options;
  const tokens = expandPictures(model, prompt);
  const room = model.contextTokens - state.past.length - tokens.length;
  if (room < Math.min(options.maxTokens, leastReplyTokens)) throw contextFull(model, state, tokens);
  const isFirst = prefixes !== undefined && state.past.length === 0;
  const marks = isFirst
    ? promptMarks(tokens, model.config.imageToken, prompt.frames, model.vision.countTokens)
    : [];
  const known = isFirst ? prefixes.find(marks) : null;
  const own = createWorkingPast(known?.past ?? state.past, known !== null);
  try {
    const done = known?.past.length ?? 0;
    const frames = prompt.frames.slice(known?.pictures.length ?? 0);
    const pictures = await encodeFrames(model, frames, {
      ...options,
      pause: options.pause ?? nextTurnOfEventLoop,
    });
    const spans = [...(known?.pictures ?? []), ...pictures];
    const embeddings = await model.embed(tokens.slice(done), pictures);
    const positions = ropePositions(tokens, model.config.imageToken, spans, state.nextPosition);
    const checkpoint = isFirst && prompt.frames.length > 0 ? endOfLastPicture(marks) : 0;
    const onCheckpoint = (past: Past) => prefixes?.keep(marks, { past, pictures: spans });
    const rest = { embeddings, positions: positions.ids, done, checkpoint, onCheckpoint };
    const read = await prefill(model, own, rest, options);
    const maxTokens = Math.min(options.maxTokens, room);
    const decoded = await decode(
      model,
      own,
      { logits: read.logits, nextPosition: positions.next },
      { ...options, maxTokens },
    );
    const usage = {
      newTokens: tokens.length - done,
      cachedTokens: state.past.length + done,
      generatedTokens: decoded.tokens.length,
    };
    const seconds = (performance.now() - started) / 1000;
    return {
      state: { ...decoded.state, past: own.handOver() },
      end: { type: 'end', text: decoded.text, finish: decoded.finish, usage, seconds },
      tokens: decoded.tokens,
      speed: { promptTokensPerSecond: read.perSecond, tokensPerSecond: decoded.perSecond },
    };
  } finally {
    own.drop();
  }
}

type Computed = { readonly logits: Float32Array; readonly nextPosition: number };

/** Writes token after token until an end token, a stop string or the limit. The last one stays out of the cache. */
async function decode(model: LoadedModel, own: WorkingPast, start: Computed, options: GenerateOptions) {
  const { emit, signal, maxTokens, pause = nextTurnOfEventLoop } = options;
  const { config, codec, decoder } = model;
  const sample = createSampler(options);
  const form = options.form && createFormSampler(options.form, model.vocabulary(start.logits.length), sample);
  const detokenizer = createDetokenizer(codec.decode);
  const buffers = model.cacheOnDevice ? undefined : decoder.createBuffers();
  const reply = createReplyText(options.stop);
  const write = (addition: string) => {
    const text = reply.append(addition);
    if (text !== '') emit({ type: 'delta', text });
  };
  const tokens: number[] = [];
  let milliseconds = 0;
  let { logits, nextPosition } = start;
  for (;;) {
    for (const picture of config.pictureTokens) logits[picture] = Number.NEGATIVE_INFINITY;
    penaliseRepetition(logits, tokens, options.repetitionPenalty ?? 1);
    const token = form ? form.next(logits, maxTokens - tokens.length) : sample(logits);
    tokens.push(token);
    if (tokens.length % tokensPerProgress === 1) {
      emit({ type: 'progress', stage: 'decoding', done: tokens.length, total: maxTokens });
    }
    if (!codec.isControl(token)) write(detokenizer.push(token));
    const ended = config.endTokens.includes(token) || reply.stopped || form?.ended === true;
    if (ended || tokens.length >= maxTokens) {
      write(detokenizer.flush());
      const finish: EndEvent['finish'] = ended && !form?.cutShort ? 'stop' : 'length';
      const state = { nextPosition, lastToken: token };
      return {
        state,
        tokens,
        text: reply.text,
        finish,
        perSecond: perSecond(tokens.length - 1, milliseconds),
      };
    }
    await pause();
    throwIfCancelled(signal);
    const started = performance.now();
    const position = BigInt(nextPosition++);
    const embeddings = await model.embed([token]);
    const positions = BigInt64Array.of(position, position, position);
    const step = await decoder.run({ embeddings, positions, past: own.past, buffers });
    own.advance(step.past);
    logits = step.logits;
    milliseconds += performance.now() - started;
  }
}

type Prompt = {
  /** Of the tokens that are not in the cache yet. */
  readonly embeddings: Float32Array;
  /** [3, tokens] of the whole prompt. */
  readonly positions: BigInt64Array;
  /** Tokens of the prompt that are in the cache already. */
  readonly done: number;
  /** After how many tokens of the prompt the cache is worth keeping; no more than `done` for nowhere. */
  readonly checkpoint: number;
  readonly onCheckpoint: (past: Past) => void;
};

async function prefill(
  model: LoadedModel,
  own: WorkingPast,
  { embeddings, positions, done: first, checkpoint, onCheckpoint }: Prompt,
  { emit, signal, pause = nextTurnOfEventLoop }: GenerateOptions,
) {
  const width = model.config.hiddenSize;
  const total = positions.length / 3;
  const count = total - first;
  const pace = model.pace.prefill;
  let milliseconds = 0;
  for (let done = first; ; ) {
    emit({ type: 'progress', stage: 'prefill', done: done - first, total: count });
    await pause();
    throwIfCancelled(signal);
    const limit = done < checkpoint ? checkpoint : total;
    const end = Math.min(limit, done + pace.size);
    const started = performance.now();
    const result = await model.decoder.run({
      embeddings: embeddings.subarray((done - first) * width, (end - first) * width),
      positions: positionsOf(positions, total, done, end),
      past: own.past,
    });
    own.advance(result.past);
    const took = performance.now() - started;
    pace.took(end - done, took);
    milliseconds += took;
    if (end === checkpoint) onCheckpoint(result.past);
    done = end;
    if (done < total) continue;
    emit({ type: 'progress', stage: 'prefill', done: count, total: count });
    return { logits: result.logits, perSecond: perSecond(count, milliseconds) };
  }
}

/** Null where too little was done to tell. */
const perSecond = (count: number, milliseconds: number): number | null =>
  count >= leastMeasured && milliseconds > 0 ? (1000 * count) / milliseconds : null;
const leastMeasured = 8;

function positionsOf(positions: BigInt64Array, total: number, from: number, to: number): BigInt64Array {
  const part = new BigInt64Array(3 * (to - from));
  for (let axis = 0; axis < 3; axis++) {
    part.set(positions.subarray(axis * total + from, axis * total + to), axis * (to - from));
  }
  return part;
}

/** One image token for each position of its picture instead of one for the picture. */
function expandPictures(model: LoadedModel, { tokens, frames }: PromptTokens): readonly number[] {
  const { imageToken } = model.config;
  const waiting: Frame[] = [...frames];
  return tokens.flatMap((token) => {
    const frame = token === imageToken ? waiting.shift() : undefined;
    return frame ? Array<number>(model.vision.countTokens(frame)).fill(imageToken) : [token];
  });
}

function contextFull(model: LoadedModel, state: DialogueState, tokens: readonly number[]): DeepSportError {
  const needed = state.past.length + tokens.length;
  return new DeepSportError(
    'CONTEXT_FULL',
    `This needs ${needed} tokens, and the model holds ${model.contextTokens} with its reply. Ask with fewer frames, or start anew.`,
    { tokens: needed, contextTokens: model.contextTokens },
  );
}

/** Lets a cancel that has arrived be heard. */
const nextTurnOfEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
