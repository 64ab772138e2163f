import {
  cancelled,
  DeepSportError,
  type EngineCard,
  type FrameSizer,
  fitWithin,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { defaultProtocol, largestFrame } from '../default-protocol.ts';
import { cutAfterStop } from '../stop-strings.ts';
import type {
  Conversation,
  PastExchange,
  ReplyEvent,
  ReplyOptions,
  UserMessage,
  VisionLanguageModel,
} from '../vision-language-model.ts';

/** One message as the engine got it. `turn` counts from 1 in its conversation; `conversation` from 1 in the engine. */
export type ScriptedTurn = {
  readonly conversation: number;
  readonly turn: number;
  readonly system: string;
  readonly message: UserMessage;
  /** What was put in place before the first reply. */
  readonly past: readonly PastExchange[];
  readonly options: ReplyOptions;
};

/** Replies in order of turns, the same for every conversation; or a function that may throw or wait. */
export type Script = readonly string[] | ((asked: ScriptedTurn) => string | Promise<string>);

export type ScriptedModelOptions = {
  readonly script: Script;
  /** Replaces parts of the default card. */
  readonly card?: Partial<EngineCard> | undefined;
  /** Pause before each delta; 0 by default. */
  readonly delayMilliseconds?: number | undefined;
  /** Length of a delta; 7 by default, so that tags arrive in pieces. */
  readonly deltaCharacters?: number | undefined;
  readonly frameSize?: FrameSizer | undefined;
};

/** A model that answers from a script, for tests and demonstrations, with a record of all it was sent. */
export interface ScriptedModel extends VisionLanguageModel {
  /** Every message in the order of arrival, those whose reply failed or was cancelled included. */
  readonly sent: readonly ScriptedTurn[];
  /** How many conversations are open now. */
  readonly openConversations: number;
}

const scriptedContextTokens = 32_768;

export function createScriptedModel(options: ScriptedModelOptions): ScriptedModel {
  const card = { ...scriptedCard, ...options.card };
  const sent: ScriptedTurn[] = [];
  let started = 0;
  let open = 0;
  return {
    card,
    frameSize: options.frameSize ?? ((display) => fitWithin(display, largestFrame)),
    sent,
    get openConversations() {
      return open;
    },
    async startConversation(system, { signal } = {}) {
      throwIfCancelled(signal);
      started += 1;
      open += 1;
      return createConversation(options, card, system, started, sent, () => {
        open -= 1;
      });
    },
    async [Symbol.asyncDispose]() {},
  };
}

const scriptedCard: EngineCard = {
  id: 'scripted',
  name: 'Scripted demo',
  adapter: 'scripted',
  family: 'fixed script',
  summary: 'A fixed script that knows nothing of the video: it only shows how looks and answers work.',
  knows: [],
  declines: ['every question: it has no eyes and no model behind it'],
  device: 'CPU',
  local: true,
  contextTokens: scriptedContextTokens,
  weightsSha256: null,
  licence: null,
  capabilities: null,
  speed: null,
  protocol: defaultProtocol(scriptedContextTokens),
};

function createConversation(
  options: ScriptedModelOptions,
  card: EngineCard,
  system: string,
  conversation: number,
  sent: ScriptedTurn[],
  onClose: () => void,
): Conversation {
  let turn = 0;
  let busy = false;
  let closed = false;
  let cachedTokens = textTokens(system);
  let past: readonly PastExchange[] = [];
  let recalledTokens = 0;

  async function* reply(message: UserMessage, replyOptions: ReplyOptions): AsyncGenerator<ReplyEvent> {
    if (closed) throw new DeepSportError('NOT_FOUND', 'This conversation is closed.');
    if (busy) throw new DeepSportError('BAD_INPUT', 'A conversation gives one reply at a time.');
    throwIfCancelled(replyOptions.signal);
    const newTokens = messageTokens(message) + recalledTokens;
    if (cachedTokens + newTokens >= card.contextTokens) throw contextFull(cachedTokens + newTokens, card);
    const started = performance.now();
    busy = true;
    try {
      const asked = { conversation, turn: turn + 1, system, message, past, options: replyOptions };
      sent.push(asked);
      const frames = message.parts.filter((part) => part.type === 'frame').length;
      if (frames > 0) yield { type: 'progress', stage: 'encoding', done: frames, total: frames };
      yield { type: 'progress', stage: 'prefill', done: newTokens, total: newTokens };
      const script = await scriptedReply(options.script, asked);
      const stopped = cutAfterStop(script, replyOptions.stop) ?? script;
      const text = stopped.slice(0, replyOptions.maxTokens * charactersPerToken);
      for (const delta of pieces(text, options.deltaCharacters ?? 7)) {
        await pause(options.delayMilliseconds ?? 0, replyOptions.signal);
        yield { type: 'delta', text: delta };
      }
      throwIfCancelled(replyOptions.signal);
      const generatedTokens = textTokens(text);
      const usage = { newTokens, cachedTokens, generatedTokens };
      turn += 1;
      cachedTokens += newTokens + generatedTokens;
      recalledTokens = 0;
      const finish = text.length < stopped.length ? 'length' : 'stop';
      yield { type: 'end', text, finish, usage, seconds: (performance.now() - started) / 1000 };
    } finally {
      busy = false;
    }
  }

  return {
    reply,
    recall(exchanges) {
      past = exchanges;
      turn = exchanges.length;
      recalledTokens = exchanges.reduce(
        (sum, { message, reply: text }) => sum + messageTokens(message) + textTokens(text),
        0,
      );
    },
    async [Symbol.asyncDispose]() {
      if (!closed) onClose();
      closed = true;
    },
  };
}

async function scriptedReply(script: Script, asked: ScriptedTurn): Promise<string> {
  if (typeof script === 'function') return script(asked);
  const reply = script[asked.turn - 1];
  if (reply === undefined) {
    throw new DeepSportError('ENGINE_REFUSED', `The script has no reply for turn ${asked.turn}.`);
  }
  return reply;
}

const charactersPerToken = 4;
const pixelsPerToken = 28 * 28;

const textTokens = (text: string): number => Math.ceil(text.length / charactersPerToken);

function messageTokens(message: UserMessage): number {
  let tokens = 0;
  for (const part of message.parts) {
    tokens +=
      part.type === 'text'
        ? textTokens(part.text)
        : Math.ceil((part.frame.width * part.frame.height) / pixelsPerToken);
  }
  return tokens;
}

function* pieces(text: string, length: number): Generator<string> {
  const characters = Array.from(text);
  for (let start = 0; start < characters.length; start += length) {
    yield characters.slice(start, start + length).join('');
  }
}

/** Lets other work run even without a delay, so that a cancel between two deltas is seen. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled());
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(cancelled());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

const contextFull = (tokens: number, card: EngineCard): DeepSportError =>
  new DeepSportError(
    'CONTEXT_FULL',
    `This needs ${tokens} tokens, and ${card.name} holds ${card.contextTokens}: ask with fewer or smaller frames, or start anew.`,
    { tokens, contextTokens: card.contextTokens },
  );
