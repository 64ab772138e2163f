import { DeepSportError, type Step, type TrajectoryEvent } from '#common/domain/index.ts';
import type {
  Conversation,
  ReplyEvent,
  ReplyOptions,
  UserMessage,
} from '#main/inference/vision-language-model.ts';
import { withAbort } from '#main/platform/index.ts';

export type Reply = Pick<Extract<ReplyEvent, { type: 'end' }>, 'text' | 'finish' | 'usage'>;

export type ReplyListener = {
  readonly turn: number;
  readonly signal: AbortSignal;
  readonly emit: (event: TrajectoryEvent) => void;
  readonly record: (step: Step) => void;
};

/** No tokenizer writes more characters a token over a whole reply: an engine past this ignores its limit. */
const mostCharactersPerToken = 100;

/** Sends one message and passes the reply on as it is written. Throws what `Conversation.reply` throws. */
export async function takeReply(
  conversation: Conversation,
  message: UserMessage,
  options: Omit<ReplyOptions, 'signal'>,
  listener: ReplyListener,
): Promise<Reply> {
  const { turn, signal, emit, record } = listener;
  const events = conversation.reply(message, { ...options, signal })[Symbol.asyncIterator]();
  let characters = 0;
  let isDecoding = false;
  let isOver = false;
  try {
    for (;;) {
      const { done, value: event } = await withAbort(events.next(), signal);
      if (done) throw new DeepSportError('ENGINE_REFUSED', 'The engine ended without a reply.');
      switch (event.type) {
        case 'progress':
          isDecoding ||= event.stage === 'decoding';
          emit(event);
          break;
        case 'notice':
          record({ kind: 'notice', message: event.message });
          break;
        case 'delta':
          if (!isDecoding) emit({ type: 'progress', stage: 'decoding', done: 0, total: options.maxTokens });
          isDecoding = true;
          characters += event.text.length;
          if (characters > options.maxTokens * mostCharactersPerToken) {
            throw new DeepSportError('ENGINE_REFUSED', 'The engine does not stop writing; it was cut off.');
          }
          emit({ type: 'text-delta', turn, text: event.text });
          break;
        case 'end':
          isOver = true;
          // Lets the adapter finish its own clean-up before the next message.
          await withAbort(events.next(), signal).catch(() => {});
          return { text: event.text, finish: event.finish, usage: event.usage };
      }
    }
  } finally {
    // Not awaited: an engine that hangs must not hold up the end.
    if (!isOver) void events.return?.().catch(() => {});
  }
}
