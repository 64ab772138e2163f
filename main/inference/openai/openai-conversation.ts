import type OpenAI from 'openai';
import { APIError } from 'openai';
import { DeepSportError, isDeepSportError, type TokenUsage, throwIfCancelled } from '#common/domain/index.ts';
import type { Conversation, ReplyEvent, ReplyOptions, UserMessage } from '../vision-language-model.ts';
import { noAdaptation, readRefusal } from './adaptation.ts';
import { openReply, type ServerConnection } from './open-reply.ts';
import { createPictureEncoder, type ServerTurn } from './request-messages.ts';
import {
  brokenAnswerError,
  contextFullError,
  emptyReplyError,
  notUnderstoodError,
  noVisionError,
  serverError,
  serverWords,
  timeoutError,
} from './server-errors.ts';
import type { ServerQueue } from './server-queue.ts';
import type { TokenAccount } from './token-account.ts';
import { estimateTokens } from './token-estimate.ts';
import { createWatchdog, type Watchdog } from './watchdog.ts';

export type ConversationDependencies = {
  readonly connection: ServerConnection;
  readonly system: string;
  readonly queue: ServerQueue;
  readonly account: TokenAccount;
  /** Puts the price to what a reply used, and hands it on to whoever counts. */
  readonly settle: (usage: TokenUsage) => TokenUsage;
};

/** A conversation kept as messages on this side; a server may keep its own prefix cache. */
export function createOpenAiConversation(dependencies: ConversationDependencies): Conversation {
  const { connection, system, queue, account } = dependencies;
  const { server, limits } = connection;
  const encode = createPictureEncoder();
  const self = {};
  let turns: readonly ServerTurn[] = [];
  let busy = false;
  let closed = false;

  async function* reply(message: UserMessage, options: ReplyOptions): AsyncGenerator<ReplyEvent> {
    if (closed) throw new DeepSportError('NOT_FOUND', 'This conversation is closed.');
    if (busy) throw new DeepSportError('BAD_INPUT', 'A conversation gives one reply at a time.');
    throwIfCancelled(options.signal);
    const asked = [...turns, { message, reply: null }];
    const estimate = estimateTokens(system, asked);
    const card = connection.card();
    if (estimate.atLeast >= card.contextTokens) throw contextFullError(server, card);
    const maxTokens = account.room(estimate.likely, options.maxTokens);
    busy = true;
    try {
      yield { type: 'progress', stage: 'prefill', done: 0, total: estimate.likely };
      const leave = await queue.enter(self, options.signal);
      try {
        yield* answer(asked, { ...options, maxTokens }, estimate.likely);
      } finally {
        leave();
      }
    } finally {
      busy = false;
    }
  }

  async function* answer(
    asked: readonly ServerTurn[],
    options: ReplyOptions,
    likelyTokens: number,
  ): AsyncGenerator<ReplyEvent> {
    const started = performance.now();
    const watchdog = createWatchdog(options.signal, limits.totalMilliseconds);
    let begun = false;
    try {
      const opened = yield* openReply(connection, { system, turns: asked, options, encode }, watchdog);
      let piece = opened.first;
      for (; !piece.done; piece = await opened.pieces.next()) {
        begun = true;
        yield { type: 'delta', text: piece.value };
      }
      const { text, finish, usage: told, runaway, understood } = piece.value;
      throwIfCancelled(options.signal);
      if (finish === null && watchdog.expired) throw timeoutError(server, watchdog.expired);
      if (!understood) throw notUnderstoodError(server);
      if (text === '') throw emptyReplyError(server);
      if (runaway)
        yield { type: 'notice', message: 'The server did not stop by itself: its answer was cut off.' };
      const usage = dependencies.settle(tokenUsage(told, likelyTokens, text));
      account.add(usage);
      turns = asked.map((turn) => (turn.reply === null ? { ...turn, reply: text } : turn));
      const seconds = (performance.now() - started) / 1000;
      yield { type: 'end', text, finish: finish ?? 'stop', usage, seconds };
    } catch (error) {
      throw explain(error, options.signal, watchdog, begun);
    } finally {
      watchdog.abort();
      watchdog[Symbol.dispose]();
    }
  }

  function explain(
    error: unknown,
    signal: AbortSignal | undefined,
    watchdog: Watchdog,
    begun: boolean,
  ): Error {
    if (isDeepSportError(error)) return error;
    throwIfCancelled(signal);
    if (watchdog.expired) return timeoutError(server, watchdog.expired);
    if (error instanceof APIError) {
      const refusal = { status: error.status ?? 500, message: serverWords(error), pictures: 1 };
      const { kind } = readRefusal(refusal, { ...noAdaptation, half: true });
      if (kind === 'no-vision') return noVisionError(server);
      if (kind === 'context-full') return contextFullError(server, connection.card());
    }
    if (!(error instanceof SyntaxError)) return serverError(error, server);
    return begun ? brokenAnswerError(server) : notUnderstoodError(server);
  }

  return {
    reply,
    recall(past) {
      turns = [...turns, ...past];
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      turns = [];
    },
  };
}

function tokenUsage(usage: OpenAI.CompletionUsage | null, likelyTokens: number, text: string): TokenUsage {
  if (!usage) {
    return { newTokens: likelyTokens, cachedTokens: 0, generatedTokens: Math.ceil(text.length / 4) };
  }
  const cachedTokens = usage.prompt_tokens_details?.cached_tokens ?? 0;
  const newTokens = Math.max(0, usage.prompt_tokens - cachedTokens);
  return { newTokens, cachedTokens, generatedTokens: usage.completion_tokens };
}
