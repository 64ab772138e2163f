import type OpenAI from 'openai';
import { APIError } from 'openai';
import { DeepSportError, type EngineCard, isDeepSportError, throwIfCancelled } from '#common/domain/index.ts';
import type { Conversation, ReplyEvent, ReplyOptions, UserMessage } from '../vision-language-model.ts';
import { type Adaptation, noAdaptation, readRefusal } from './adaptation.ts';
import { readStream } from './read-stream.ts';
import { countPictures, createPictureEncoder, requestMessages, type ServerTurn } from './request-messages.ts';
import {
  emptyReplyError,
  notUnderstoodError,
  noVisionError,
  type ServerContext,
  serverError,
  serverWords,
  timeoutError,
} from './server-errors.ts';
import type { ServerLimits } from './server-limits.ts';
import { estimateTokens } from './token-estimate.ts';
import { createWatchdog, type Watchdog } from './watchdog.ts';

export type ConversationDependencies = {
  readonly client: OpenAI;
  readonly server: ServerContext & { readonly model: string | null };
  readonly card: EngineCard;
  readonly limits: ServerLimits;
  readonly system: string;
};

type ChunkStream = AsyncIterable<OpenAI.Chat.ChatCompletionChunk>;

/** A conversation kept as messages on this side; a server may keep its own prefix cache. */
export function createOpenAiConversation(dependencies: ConversationDependencies): Conversation {
  const { server, card, limits, system } = dependencies;
  const encode = createPictureEncoder();
  let turns: readonly ServerTurn[] = [];
  let adaptation = noAdaptation;
  let busy = false;
  let closed = false;

  async function* reply(message: UserMessage, options: ReplyOptions): AsyncGenerator<ReplyEvent> {
    if (closed) throw new DeepSportError('NOT_FOUND', 'This conversation is closed.');
    if (busy) throw new DeepSportError('BAD_INPUT', 'A conversation gives one reply at a time.');
    throwIfCancelled(options.signal);
    const asked = [...turns, { message, reply: null }];
    const estimate = estimateTokens(system, asked);
    if (estimate.atLeast >= card.contextTokens) throw contextFullError(server, card);
    busy = true;
    adaptation = { ...adaptation, maxTokens: null };
    const started = performance.now();
    const watchdog = createWatchdog(options.signal, limits.totalMilliseconds);
    try {
      yield { type: 'progress', stage: 'prefill', done: 0, total: estimate.likely };
      const stream = yield* request(asked, options, watchdog);
      const streamLimits = { ...options, idleMilliseconds: limits.idleMilliseconds };
      const pieces = readStream(stream, streamLimits, watchdog);
      let piece = await pieces.next();
      for (; !piece.done; piece = await pieces.next()) yield { type: 'delta', text: piece.value };
      const { text, finish, usage, runaway, understood } = piece.value;
      throwIfCancelled(options.signal);
      if (finish === null && watchdog.expired) throw timeoutError(server, watchdog.expired);
      if (!understood) throw notUnderstoodError(server);
      if (text === '') throw emptyReplyError(server);
      if (runaway)
        yield { type: 'notice', message: 'The server did not stop by itself: its answer was cut off.' };
      turns = [...turns, { message, reply: text }];
      const seconds = (performance.now() - started) / 1000;
      yield {
        type: 'end',
        text,
        finish: finish ?? 'stop',
        usage: tokenUsage(usage, estimate.likely, text),
        seconds,
      };
    } catch (error) {
      throw explain(error, options.signal, watchdog);
    } finally {
      busy = false;
      watchdog.abort();
      watchdog[Symbol.dispose]();
    }
  }

  /** Opens the stream: tries again when the server is busy, once differently when it refuses the pictures. */
  async function* request(
    asked: readonly ServerTurn[],
    options: ReplyOptions,
    watchdog: Watchdog,
  ): AsyncGenerator<ReplyEvent, ChunkStream> {
    let retriesLeft = limits.retries;
    let picturesRebuilt = false;
    for (;;) {
      try {
        watchdog.expect('the start of an answer', limits.firstTokenMilliseconds);
        return await dependencies.client.chat.completions.create(
          requestBody(dependencies, asked, adaptation, options, encode),
          { signal: watchdog.signal },
        );
      } catch (error) {
        if (!(error instanceof APIError) || error.status === undefined || watchdog.signal.aborted)
          throw error;
        const pictures = countPictures(asked);
        const reading = readRefusal(
          { status: error.status, message: serverWords(error), pictures },
          adaptation,
        );
        if (reading.kind === 'no-vision') throw noVisionError(server);
        if (reading.kind === 'context-full') throw contextFullError(server, card);
        if (reading.kind === 'adapt' && !(reading.pictures && picturesRebuilt) && isRefusal(error.status)) {
          picturesRebuilt ||= reading.pictures;
          adaptation = reading.adaptation;
          yield { type: 'notice', message: reading.notice };
        } else if (isBusy(error.status) && retriesLeft > 0) {
          const wait = retryDelay(error, limits.retryMilliseconds * 2 ** (limits.retries - retriesLeft));
          retriesLeft -= 1;
          yield { type: 'notice', message: `The server is busy (${error.status}); asking again.` };
          watchdog.expect('an answer after a pause', wait + limits.firstTokenMilliseconds);
          await sleep(wait, watchdog.signal);
        } else throw error.status === 404 ? await withOffer(error) : error;
      }
    }
  }

  /** The models on offer make a 404 useful. */
  async function withOffer(error: APIError): Promise<Error> {
    try {
      const { data } = await dependencies.client.models.list({ timeout: limits.connectMilliseconds });
      return serverError(error, { ...server, offered: data.map(({ id }) => id) });
    } catch {
      return error;
    }
  }

  function explain(error: unknown, signal: AbortSignal | undefined, watchdog: Watchdog): Error {
    if (isDeepSportError(error)) return error;
    throwIfCancelled(signal);
    if (watchdog.expired) return timeoutError(server, watchdog.expired);
    if (error instanceof APIError) {
      // Some servers refuse only after they have begun to stream.
      const refusal = { status: error.status ?? 500, message: serverWords(error), pictures: 1 };
      const { kind } = readRefusal(refusal, adaptation);
      if (kind === 'no-vision') return noVisionError(server);
      if (kind === 'context-full') return contextFullError(server, card);
    }
    return error instanceof SyntaxError ? notUnderstoodError(server) : serverError(error, server);
  }

  return {
    reply,
    async [Symbol.asyncDispose]() {
      closed = true;
      turns = [];
    },
  };
}

function requestBody(
  { server, system }: ConversationDependencies,
  asked: readonly ServerTurn[],
  adaptation: Adaptation,
  options: ReplyOptions,
  encode: ReturnType<typeof createPictureEncoder>,
): OpenAI.Chat.ChatCompletionCreateParamsStreaming {
  const maxTokens = Math.min(options.maxTokens, adaptation.maxTokens ?? options.maxTokens);
  const body: OpenAI.Chat.ChatCompletionCreateParamsStreaming = {
    model: server.model ?? '',
    messages: requestMessages(system, asked, adaptation, encode),
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: maxTokens,
    temperature: options.temperature,
    top_p: options.topP,
    seed: options.seed,
  };
  for (const field of adaptation.omit) {
    delete body[field];
    if (field === 'max_tokens') body.max_completion_tokens = maxTokens;
  }
  return body;
}

function tokenUsage(usage: OpenAI.CompletionUsage | null, likelyTokens: number, text: string) {
  if (!usage) {
    return { newTokens: likelyTokens, cachedTokens: 0, generatedTokens: Math.ceil(text.length / 4) };
  }
  const cachedTokens = usage.prompt_tokens_details?.cached_tokens ?? 0;
  const newTokens = Math.max(0, usage.prompt_tokens - cachedTokens);
  return { newTokens, cachedTokens, generatedTokens: usage.completion_tokens };
}

const contextFullError = ({ baseUrl, model }: ServerContext, { contextTokens }: EngineCard): DeepSportError =>
  new DeepSportError(
    'CONTEXT_FULL',
    `This is more than ${model ?? 'the model'} at ${baseUrl} can hold (${contextTokens} tokens). Ask with fewer frames, or start anew.`,
    { contextTokens },
  );

const isBusy = (status: number): boolean => status === 429 || status >= 500;
const isRefusal = (status: number): boolean => status >= 400 && status !== 429;

const longestRetryMilliseconds = 20_000;

function retryDelay(error: APIError, byDefault: number): number {
  const told = Number(error.headers?.get('retry-after') ?? Number.NaN) * 1000;
  return Math.min(longestRetryMilliseconds, Number.isFinite(told) ? told : byDefault);
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
