import { DeepSportError, isDeepSportError } from '#common/domain/index.ts';
import type { WorkerClient } from '#main/platform/index.ts';
import type {
  Conversation,
  MessagePart,
  PastExchange,
  ReplyEvent,
  ReplyOptions,
  UserMessage,
} from '../vision-language-model.ts';
import { createEventChannel } from './event-channel.ts';
import type { LoadSettings } from './load-model.ts';
import type { PastTurn } from './prompt-anew.ts';
import type { AskForReply, StartConversation, WorkerReply } from './worker-engine.ts';

/** What a conversation needs of its model. */
export type LocalEngine = {
  readonly worker: WorkerClient;
  readonly settings: () => LoadSettings;
  /** After the worker died: does without the accelerators in use, and names them; null if there are none. */
  avoidDevices(): Promise<string | null>;
  measured(reply: WorkerReply): void;
  /** Finds out anew where the model computes. */
  refresh(): Promise<void>;
};

/** A fault of each accelerator, and the memory put away once. */
const mostTries = 4;

/**
 * A conversation whose cache lives in the worker. Its turns are remembered here: a cache that was put away, or went
 * with an accelerator that failed, is computed anew from the same tokens and pictures.
 */
export async function createOnnxConversation(
  engine: LocalEngine,
  system: string,
  signal: AbortSignal | undefined,
): Promise<Conversation> {
  const { worker } = engine;
  const turns: PastTurn[] = [];
  let busy = false;
  let closed = false;
  /** Turns that the worker has not been told of. */
  let isRecalled = false;
  let place = await start(signal);

  async function start(stop: AbortSignal | undefined) {
    const input: StartConversation = { settings: engine.settings(), system };
    const id = (await worker.call('startConversation', input, { signal: stop })) as number;
    return { id, generation: worker.generation };
  }

  async function* reply(message: UserMessage, options: ReplyOptions): AsyncGenerator<ReplyEvent> {
    if (closed) throw new DeepSportError('NOT_FOUND', 'This conversation is closed.');
    if (busy) throw new DeepSportError('BAD_INPUT', 'A conversation gives one reply at a time.');
    busy = true;
    const { signal: cancel, ...rest } = options;
    const leaving = new AbortController();
    const stop = cancel ? AbortSignal.any([cancel, leaving.signal]) : leaving.signal;
    const own = wholeBuffers(message);
    const shown = createShownText();
    try {
      for (let tries = 1; ; tries++) {
        let isAnew = tries > 1 || isRecalled;
        if (worker.generation !== place.generation) {
          place = await start(stop);
          isAnew = true;
        }
        const again = isAnew ? { turns } : {};
        try {
          const { end, tokens } = yield* ask(
            { conversation: place.id, message: own, options: rest, turnCount: turns.length, ...again },
            stop,
            shown,
          );
          turns.push({ message: own, reply: tokens });
          isRecalled = false;
          yield end;
          return;
        } catch (error) {
          const notice = tries < mostTries && !stop.aborted ? await remedy(error) : undefined;
          if (notice === undefined) throw error;
          yield { type: 'notice', message: notice };
        }
      }
    } finally {
      leaving.abort();
      busy = false;
    }
  }

  async function* ask(
    input: AskForReply,
    stop: AbortSignal,
    shown: ShownText,
  ): AsyncGenerator<ReplyEvent, WorkerReply> {
    const channel = createEventChannel<ReplyEvent>();
    const result = worker.call('reply', input, { signal: stop, onEvent: channel.send as never });
    result.then(channel.close, channel.close);
    shown.restart();
    for await (const event of channel.events()) {
      if (event.type !== 'delta') yield event;
      else {
        const text = shown.rest(event.text);
        if (text !== '') yield { type: 'delta', text };
      }
    }
    const answer = (await result) as WorkerReply;
    // Only now does the turn count in the worker: what was cancelled before leaves the conversation as it was.
    worker.call('acceptReply', input.conversation).catch(() => {});
    engine.measured(answer);
    return answer;
  }

  /** What a person should know when it is tried once more; undefined where that would not help. */
  async function remedy(error: unknown): Promise<string | undefined> {
    if (!isDeepSportError(error)) return undefined;
    if (error.facts.cacheGone === true && error.facts.failed === undefined) {
      return 'The memory of this conversation had been given to others; it is computed anew.';
    }
    if (error.facts.cacheGone === true) {
      await engine.refresh();
      return `${error.facts.failed} failed while computing; the engine goes on without it.`;
    }
    if (error.code !== 'WORKER_STOPPED') return undefined;
    const failed = await engine.avoidDevices();
    return failed === null
      ? undefined
      : `The engine stopped while computing on ${failed}, and goes on without it.`;
  }

  return {
    reply,
    recall(past: readonly PastExchange[]) {
      turns.push(...past.map(({ message, reply }) => ({ message: wholeBuffers(message), reply })));
      isRecalled = turns.length > 0;
    },
    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      if (worker.generation === place.generation) {
        await worker.call('closeConversation', place.id).catch(() => {});
      }
    },
  };
}

type ShownText = ReturnType<typeof createShownText>;

/** A reply that is written once more is shown only from where it goes on. */
function createShownText() {
  let before = '';
  let now = '';
  return {
    restart() {
      before = before.length > now.length ? before : now;
      now = '';
    },
    rest(addition: string): string {
      const from = Math.max(0, before.length - now.length);
      now += addition;
      return addition.slice(from);
    },
  };
}

/** A view into a large buffer would take all of it along to the worker. */
function wholeBuffers(message: UserMessage): UserMessage {
  const parts = message.parts.map((part): MessagePart => {
    if (part.type === 'text') return part;
    const { pixels } = part.frame;
    if (pixels.byteLength === pixels.buffer.byteLength) return part;
    return { type: 'frame', frame: { ...part.frame, pixels: pixels.slice() } };
  });
  return { parts };
}
