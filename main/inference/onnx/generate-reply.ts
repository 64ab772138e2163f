import { DeepSportError, type Frame, throwIfCancelled } from '#common/domain/index.ts';
import { createFormSampler } from '../reply-form/form-sampler.ts';
import { createReplyText } from '../reply-text.ts';
import type { ReplyEvent, ReplyOptions } from '../vision-language-model.ts';
import type { Past } from './decoder.ts';
import { createDetokenizer } from './detokenizer.ts';
import type { LoadedModel } from './load-model.ts';
import type { PromptTokens } from './prompt-builder.ts';
import { ropePositions } from './rope-positions.ts';
import { createSampler, penaliseRepetition } from './sampler.ts';

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
};

export type GenerateOptions = Omit<ReplyOptions, 'signal'> & {
  readonly signal: AbortSignal;
  readonly emit: (event: ReplyEvent) => void;
};

/** Tokens computed in one go: long prompts are cut so that a cancel is heard and progress is seen. */
const tokensPerPrefill = 1024;
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
  const { emit, signal } = options;
  const tokens = expandPictures(model, prompt);
  const room = model.contextTokens - state.past.length - tokens.length;
  if (room < Math.min(options.maxTokens, leastReplyTokens)) throw contextFull(model, state, tokens);
  const pictures = await model.vision.encode(prompt.frames, {
    signal,
    onProgress: (done, total) => emit({ type: 'progress', stage: 'encoding', done, total }),
  });
  throwIfCancelled(signal);
  const embeddings = await model.embed(tokens, pictures);
  const positions = ropePositions(tokens, model.config.imageToken, pictures, state.nextPosition);
  const computed = await prefill(model, state.past, embeddings, positions.ids, options);
  const maxTokens = Math.min(options.maxTokens, room);
  const decoded = await decode(
    model,
    { ...computed, nextPosition: positions.next },
    { ...options, maxTokens },
  );
  const usage = {
    newTokens: tokens.length,
    cachedTokens: state.past.length,
    generatedTokens: decoded.tokens.length,
  };
  const seconds = (performance.now() - started) / 1000;
  return {
    state: decoded.state,
    end: { type: 'end', text: decoded.text, finish: decoded.finish, usage, seconds },
    tokens: decoded.tokens,
  };
}

type Computed = { readonly logits: Float32Array; readonly past: Past; readonly nextPosition: number };

/** Writes token after token until an end token, a stop string or the limit. The last one stays out of the cache. */
async function decode(model: LoadedModel, start: Computed, options: GenerateOptions) {
  const { emit, signal, maxTokens } = options;
  const { config, codec, decoder } = model;
  const sample = createSampler(options);
  const form = options.form && createFormSampler(options.form, model.vocabulary(start.logits.length), sample);
  const detokenizer = createDetokenizer(codec.decode);
  const buffers = decoder.createBuffers();
  const reply = createReplyText(options.stop);
  const write = (addition: string) => {
    const text = reply.append(addition);
    if (text !== '') emit({ type: 'delta', text });
  };
  const tokens: number[] = [];
  let { logits, past, nextPosition } = start;
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
      const state: DialogueState = { past, nextPosition, lastToken: token };
      const finish: EndEvent['finish'] = ended && !form?.cutShort ? 'stop' : 'length';
      return { state, tokens, text: reply.text, finish };
    }
    await nextTurnOfEventLoop();
    throwIfCancelled(signal);
    const position = BigInt(nextPosition++);
    const embeddings = await model.embed([token]);
    const positions = BigInt64Array.of(position, position, position);
    ({ logits, past } = await decoder.run({ embeddings, positions, past, buffers }));
  }
}

async function prefill(
  model: LoadedModel,
  start: Past,
  embeddings: Float32Array,
  positions: BigInt64Array,
  { emit, signal }: GenerateOptions,
) {
  const width = model.config.hiddenSize;
  const total = embeddings.length / width;
  let past = start;
  for (let done = 0; ; ) {
    emit({ type: 'progress', stage: 'prefill', done, total });
    await nextTurnOfEventLoop();
    throwIfCancelled(signal);
    const end = Math.min(total, done + tokensPerPrefill);
    const result = await model.decoder.run({
      embeddings: embeddings.subarray(done * width, end * width),
      positions: positionsOf(positions, total, done, end),
      past,
    });
    past = result.past;
    done = end;
    if (done < total) continue;
    emit({ type: 'progress', stage: 'prefill', done, total });
    return { logits: result.logits, past };
  }
}

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
