import type OpenAI from 'openai';
import { APIConnectionError, APIError } from 'openai';
import { type EngineCard, throwIfCancelled } from '#common/domain/index.ts';
import type { ReplyEvent, ReplyOptions } from '../vision-language-model.ts';
import { type Adaptation, readRefusal } from './adaptation.ts';
import { readStream, type StreamEnd } from './read-stream.ts';
import { guidanceFor, requestBody } from './request-body.ts';
import { countPictures, type PictureEncoder, type ServerTurn } from './request-messages.ts';
import { mayHelpToRepeat, retryDelay } from './retry-delay.ts';
import {
  contextFullError,
  noVisionError,
  type ServerContext,
  serverError,
  serverWords,
} from './server-errors.ts';
import type { ServerLimits } from './server-limits.ts';
import type { Watchdog } from './watchdog.ts';

/** One server and model, for all conversations with it. */
export type ServerConnection = {
  readonly client: OpenAI;
  readonly server: ServerContext;
  readonly limits: ServerLimits;
  readonly random: () => number;
  /** May change while conversations go on. */
  readonly card: () => EngineCard;
  /** What all conversations know of it; a limit of tokens is no part of that. */
  readonly known: () => Adaptation;
  readonly learn: (adaptation: Adaptation) => void;
};

export type Question = {
  readonly system: string;
  readonly turns: readonly ServerTurn[];
  readonly options: ReplyOptions;
  readonly encode: PictureEncoder;
};

type OpenedReply = {
  readonly pieces: AsyncGenerator<string, StreamEnd>;
  /** What came first, already taken. */
  readonly first: IteratorResult<string, StreamEnd>;
};

/**
 * Asks until a reply begins: again where that may help, once differently where the server refuses the pictures, without
 * what else it refuses. What comes after the first piece of text is not asked again.
 */
export async function* openReply(
  connection: ServerConnection,
  question: Question,
  watchdog: Watchdog,
): AsyncGenerator<ReplyEvent, OpenedReply> {
  const { client, server, limits } = connection;
  const { system, turns, options, encode } = question;
  let adaptation: Adaptation = { ...connection.known(), maxTokens: null };
  let attempt = 0;
  let picturesRebuilt = false;
  for (;;) {
    const guidance = guidanceFor(options, connection.card().capabilities, adaptation);
    try {
      watchdog.expect('the start of an answer', limits.firstTokenMilliseconds);
      const body = requestBody({ model: server.model, system, turns, adaptation, options, encode, guidance });
      const chunks = await client.chat.completions.create(body, { signal: watchdog.signal });
      const inJson = 'response_format' in guidance;
      const opened = connection.card().capabilities?.thought === 'opened';
      const streamLimits = { ...options, inJson, opened, idleMilliseconds: limits.idleMilliseconds };
      const pieces = readStream(chunks, streamLimits, watchdog);
      return { pieces, first: await pieces.next() };
    } catch (error) {
      if (watchdog.signal.aborted) throw error;
      const guided = Object.keys(guidance).length > 0;
      const reading = readError(error, { pictures: countPictures(turns), guided }, adaptation);
      if (reading?.kind === 'no-vision') throw noVisionError(server);
      if (reading?.kind === 'context-full') throw contextFullError(server, connection.card());
      if (reading?.kind === 'adapt' && !(reading.pictures && picturesRebuilt)) {
        picturesRebuilt ||= reading.pictures;
        adaptation = reading.adaptation;
        connection.learn({ ...adaptation, maxTokens: null });
        yield { type: 'notice', message: reading.notice };
      } else if (mayHelpToRepeat(error) && attempt < limits.retries) {
        const wait = retryDelay(error, attempt, limits, connection.random);
        attempt += 1;
        yield { type: 'notice', message: retryNotice(error) };
        watchdog.expect('an answer after a pause', wait + limits.firstTokenMilliseconds);
        await sleep(wait, watchdog.signal);
        throwIfCancelled(options.signal);
      } else throw await withOffer(error, connection);
    }
  }
}

/** What an answer of the server means; null for what is none, and for one that is merely busy. */
function readError(
  error: unknown,
  sent: { readonly pictures: number; readonly guided: boolean },
  adaptation: Adaptation,
) {
  if (!(error instanceof APIError) || error instanceof APIConnectionError || error.status === 429)
    return null;
  // Some servers refuse only after they have begun to stream, and then without a status.
  const { status = 500 } = error;
  return readRefusal({ status, message: serverWords(error), ...sent }, adaptation);
}

const retryNotice = (error: unknown): string =>
  error instanceof APIError && error.status !== undefined
    ? `The server is busy (${error.status}); asking again.`
    : 'The connection to the server broke; asking again.';

/** The models on offer make a 404 useful. */
async function withOffer(error: unknown, { client, server, limits }: ServerConnection): Promise<unknown> {
  if (!(error instanceof APIError) || error.status !== 404) return error;
  try {
    const { data } = await client.models.list({ timeout: limits.connectMilliseconds });
    return serverError(error, { ...server, offered: data.map(({ id }) => id) });
  } catch {
    return error;
  }
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
