import { DeepSportError, isDeepSportError, throwIfCancelled } from '#common/domain/index.ts';
import type { WorkerMethod } from '#main/platform/index.ts';
import type { ReplyEvent, ReplyOptions, UserMessage } from '../vision-language-model.ts';
import { createCacheMemory } from './cache-memory.ts';
import type { ComputeDevice } from './compute-device.ts';
import { createFairTurns } from './fair-turns.ts';
import { type DialogueState, generateReply, type ReplySpeed } from './generate-reply.ts';
import { type LoadModel, type LoadSettings, loadModel } from './load-model.ts';
import { createModelShelf, type ShelvedModel } from './model-shelf.ts';
import { dropPast } from './past-keeper.ts';
import { type PastTurn, promptAnew } from './prompt-anew.ts';

/** Input of `startConversation`; its result is the conversation's number. */
export type StartConversation = { readonly settings: LoadSettings; readonly system: string };

/** Input of `reply`; its events are all ReplyEvents but the end, which is in its result. */
export type AskForReply = {
  readonly conversation: number;
  readonly message: UserMessage;
  readonly options: Omit<ReplyOptions, 'signal'>;
  /** How many turns were answered before, as the main process counts them. */
  readonly turnCount: number;
  /** All of those turns, after the worker said that their cache is gone; it is then computed anew. */
  readonly turns?: readonly PastTurn[] | undefined;
};

export type WorkerReply = {
  readonly end: Extract<ReplyEvent, { type: 'end' }>;
  /** What the model wrote, its end token included. */
  readonly tokens: readonly number[];
  readonly speed: ReplySpeed;
  readonly cache: CacheUse;
};

/** Memory of the key-value caches of all conversations, in bytes. */
export type CacheUse = { readonly bytes: number; readonly limitBytes: number };

type OpenConversation = {
  readonly settings: LoadSettings;
  readonly system: string;
  /** Null before the first reply, and after its cache was put away. */
  cached: CachedState | null;
  /** After a reply that the main process has not acknowledged: it may have been cancelled on its way there. */
  proposed: CachedState | null;
  /** Fires when the reply under way is cancelled; null between replies. */
  running: AbortSignal | null;
};

/** The cache after `turnCount` turns. */
type CachedState = {
  readonly turnCount: number;
  readonly state: DialogueState;
  readonly model: ShelvedModel;
};

/**
 * The methods of the inference worker. A model is named by its settings, so that a worker that started anew loads it
 * by itself. `cacheBytes` bounds the key-value caches of all conversations together.
 */
export function createInferenceMethods(
  cacheBytes: number,
  load: LoadModel = loadModel,
): Readonly<Record<string, WorkerMethod>> {
  const memory = createCacheMemory(cacheBytes);
  const shelf = createModelShelf(memory, load);
  const conversations = new Map<number, OpenConversation>();
  const turns = createFairTurns();
  let lastConversation = 0;

  const cacheUse = (): CacheUse => ({ bytes: memory.bytes, limitBytes: memory.limitBytes });

  function putAway(conversation: OpenConversation): void {
    memory.release(conversation);
    if (conversation.cached) dropPast(conversation.cached.state.past);
    if (conversation.proposed) dropPast(conversation.proposed.state.past);
    conversation.cached = null;
    conversation.proposed = null;
  }

  function holdMemory(conversation: OpenConversation, isBusy: boolean): void {
    const { cached } = conversation;
    if (!cached) return;
    const bytes = cached.state.past.length * cached.model.decoder.bytesPerToken;
    memory.hold(conversation, bytes, isBusy ? null : () => putAway(conversation));
  }

  async function reply(input: AskForReply, signal: AbortSignal, emit: (event: ReplyEvent) => void) {
    const conversation = conversations.get(input.conversation);
    if (!conversation) throw conversationGone();
    // A reply that was cancelled still winds down; the next one simply waits for its turn.
    if (conversation.running?.aborted === false) {
      throw new DeepSportError('BAD_INPUT', 'A conversation gives one reply at a time.');
    }
    conversation.running = signal;
    try {
      using turn = await turns.enter(signal, (before) => emit(waitingFor(before)));
      using use = await shelf.take(conversation.settings);
      throwIfCancelled(signal);
      return await compute(conversation, input, use.model, { signal, emit, pause: turn.pause });
    } finally {
      if (conversation.running === signal) conversation.running = null;
      if (conversations.get(input.conversation) === conversation) holdMemory(conversation, false);
      else putAway(conversation);
    }
  }

  async function compute(
    conversation: OpenConversation,
    { message, options, turnCount, turns: past }: AskForReply,
    model: ShelvedModel,
    running: { signal: AbortSignal; emit: (event: ReplyEvent) => void; pause: () => Promise<void> },
  ): Promise<WorkerReply> {
    if (conversation.proposed) dropPast(conversation.proposed.state.past);
    conversation.proposed = null;
    // What another device computed is of no use to this one.
    const isValid = conversation.cached?.model === model && conversation.cached.turnCount === turnCount;
    if (!isValid) putAway(conversation);
    if (!isValid && turnCount > 0 && !past) throw cacheGone();
    holdMemory(conversation, true);
    const { system, cached } = conversation;
    const state = cached?.state ?? { past: model.decoder.empty, nextPosition: 0, lastToken: null };
    const prompt =
      state.lastToken === null
        ? promptAnew(model.prompts, system, past ?? [], message)
        : model.prompts.next(system, state.lastToken, message);
    try {
      const { prefixes } = model;
      const generated = await generateReply(model, state, prompt, { ...options, ...running, prefixes });
      const { end, tokens, speed } = generated;
      conversation.proposed = { turnCount: turnCount + 1, state: generated.state, model };
      throwIfCancelled(running.signal);
      return { end, tokens, speed, cache: cacheUse() };
    } catch (error) {
      if (isDeepSportError(error) || !shelf.setAside(conversation.settings, model)) throw error;
      throw deviceFailed(model, error);
    }
  }

  function close(id: number): void {
    const conversation = conversations.get(id);
    if (!conversation || !conversations.delete(id)) return;
    // One that is computing is put away when it ends.
    if (conversation.running === null) putAway(conversation);
  }

  return {
    load: async (settings: LoadSettings, { emit }: { emit: (device: ComputeDevice) => void }) => {
      using use = await shelf.take(settings, emit);
      return { choice: use.model.choice, cache: cacheUse() };
    },
    unload: async (settings: LoadSettings) => {
      for (const [id, conversation] of conversations) {
        if (shelf.isSame(conversation.settings, settings)) close(id);
      }
      await shelf.remove(settings);
    },
    startConversation: async ({ settings, system }: StartConversation) => {
      (await shelf.take(settings))[Symbol.dispose]();
      lastConversation += 1;
      conversations.set(lastConversation, {
        settings,
        system,
        cached: null,
        proposed: null,
        running: null,
      });
      return lastConversation;
    },
    reply: (input: AskForReply, { signal, emit }) => reply(input, signal, emit),
    acceptReply: async (id: number) => {
      const conversation = conversations.get(id);
      if (!conversation?.proposed) return;
      if (conversation.cached) dropPast(conversation.cached.state.past);
      conversation.cached = conversation.proposed;
      conversation.proposed = null;
      holdMemory(conversation, conversation.running !== null);
    },
    closeConversation: async (id: number) => close(id),
  };
}

const waitingFor = (before: number): ReplyEvent => ({
  type: 'progress',
  stage: 'waiting',
  done: 0,
  total: before,
});

const conversationGone = (): DeepSportError =>
  new DeepSportError('NOT_FOUND', 'This conversation is closed. Please ask anew.');

/** Heard by the main process, which asks once more and tells the turns so far. */
const cacheGone = (): DeepSportError =>
  new DeepSportError('NOT_FOUND', 'The memory of this conversation was given to others. Please ask anew.', {
    cacheGone: true,
  });

/** Heard by the main process, which tells of it and asks once more; the model then computes elsewhere. */
const deviceFailed = ({ devices }: ShelvedModel, cause: unknown): DeepSportError =>
  new DeepSportError(
    'WORKER_STOPPED',
    `${devices.join(' and ')} failed while computing. Please ask the question again.`,
    { cacheGone: true, failed: devices.join(' and ') },
    { cause },
  );
