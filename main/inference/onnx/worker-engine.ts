import { DeepSportError, throwIfCancelled } from '#common/domain/index.ts';
import type { WorkerMethod } from '#main/platform/index.ts';
import type { ReplyEvent, ReplyOptions, UserMessage } from '../vision-language-model.ts';
import { type DialogueState, generateReply } from './generate-reply.ts';
import { type LoadedModel, type LoadSettings, loadModel } from './load-model.ts';

/** Input of `startConversation`; its result is the conversation's number. */
export type StartConversation = { readonly settings: LoadSettings; readonly system: string };

/** Input of `reply`; its events are all ReplyEvents but the end, which is its result. */
export type AskForReply = {
  readonly conversation: number;
  readonly message: UserMessage;
  readonly options: Omit<ReplyOptions, 'signal'>;
};

type OpenConversation = {
  readonly settings: LoadSettings;
  readonly system: string;
  state: DialogueState;
  /** After a reply that the main process has not acknowledged: it may have been cancelled on its way there. */
  proposed: DialogueState | null;
  /** Fires when the reply under way is cancelled; null between replies. */
  running: AbortSignal | null;
};

/** More conversations than this put the longest unused one away: each keeps a cache of many megabytes. */
const mostConversations = 16;

/**
 * The methods of the inference worker. One computation at a time, in the order of arrival: two would only fight
 * for the same cores. A model is named by its settings, so that a worker that started anew loads it by itself.
 */
export function createInferenceMethods(): Readonly<Record<string, WorkerMethod>> {
  const models = new Map<string, Promise<LoadedModel>>();
  const conversations = new Map<number, OpenConversation>();
  const inTurn = createQueue();
  let lastConversation = 0;

  function modelFor(settings: LoadSettings): Promise<LoadedModel> {
    const key = JSON.stringify(settings);
    const known = models.get(key);
    if (known) return known;
    const loading = loadModel(settings);
    models.set(key, loading);
    loading.catch(() => models.delete(key));
    return loading;
  }

  function putAwayOldest(): void {
    for (const [id, { running }] of conversations) {
      if (conversations.size < mostConversations) return;
      if (running === null) conversations.delete(id);
    }
  }

  async function reply(
    { conversation: id, message, options }: AskForReply,
    signal: AbortSignal,
    emit: (event: ReplyEvent) => void,
  ) {
    const conversation = conversations.get(id);
    if (!conversation) throw conversationGone();
    // A reply that was cancelled still winds down; the next one simply waits for its turn.
    if (conversation.running?.aborted === false) {
      throw new DeepSportError('BAD_INPUT', 'A conversation gives one reply at a time.');
    }
    conversation.running = signal;
    conversation.proposed = null;
    try {
      return await inTurn(async () => {
        throwIfCancelled(signal);
        const { system, state } = conversation;
        const model = await modelFor(conversation.settings);
        const prompt =
          state.lastToken === null
            ? model.prompts.first(system, message)
            : model.prompts.next(system, state.lastToken, message);
        const generated = await generateReply(model, state, prompt, { ...options, signal, emit });
        throwIfCancelled(signal);
        conversation.proposed = generated.state;
        return generated.end;
      });
    } finally {
      if (conversation.running === signal) conversation.running = null;
      if (conversations.delete(id)) conversations.set(id, conversation);
    }
  }

  return {
    load: async (settings: LoadSettings) => {
      const { device } = await modelFor(settings);
      return device;
    },
    unload: async (settings: LoadSettings) => {
      const key = JSON.stringify(settings);
      for (const [id, conversation] of conversations) {
        if (JSON.stringify(conversation.settings) === key) conversations.delete(id);
      }
      const model = models.get(key);
      models.delete(key);
      await inTurn(async () => (await model)?.[Symbol.asyncDispose]());
    },
    startConversation: async ({ settings, system }: StartConversation) => {
      const model = await modelFor(settings);
      putAwayOldest();
      lastConversation += 1;
      const state = { past: model.decoder.empty, nextPosition: 0, lastToken: null };
      conversations.set(lastConversation, { settings, system, state, proposed: null, running: null });
      return lastConversation;
    },
    reply: (input: AskForReply, { signal, emit }) => reply(input, signal, emit),
    acceptReply: async (id: number) => {
      const conversation = conversations.get(id);
      if (!conversation) return;
      conversation.state = conversation.proposed ?? conversation.state;
      conversation.proposed = null;
    },
    closeConversation: async (id: number) => {
      conversations.delete(id);
    },
  };
}

const conversationGone = (): DeepSportError =>
  new DeepSportError(
    'NOT_FOUND',
    'This conversation is closed, or was put away because many others were opened since. Please ask anew.',
  );

/** Runs tasks one after another; a task that fails does not stop the next. */
function createQueue(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task, task);
    last = result.catch(() => {});
    return result;
  };
}
