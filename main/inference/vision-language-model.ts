import type { EngineCard, Frame, FrameSizer, ProgressStage, TokenUsage } from '#common/domain/index.ts';
import type { ReplyForm } from './reply-form/reply-form.ts';

export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'frame'; readonly frame: Frame };

/** A user turn. Parts follow each other without separators. */
export type UserMessage = { readonly parts: readonly MessagePart[] };

export type ReplyOptions = {
  readonly maxTokens: number;
  /** 0 is greedy. */
  readonly temperature: number;
  /** Nucleus, 0–1; 1 keeps everything. */
  readonly topP: number;
  readonly seed: number;
  /** Above 1, tokens written before in this reply become less likely (Keskar et al. 2019, CTRL §4.1); 1 by default. */
  readonly repetitionPenalty?: number | undefined;
  /** Keeps the reply to the protocol's form, where the engine can; otherwise it is judged when it is there. */
  readonly form?: ReplyForm | undefined;
  /** The reply ends after the first of these to appear; the text of the stop string is kept. */
  readonly stop: readonly string[];
  readonly signal?: AbortSignal | undefined;
};

/** What a reply tells, in order; `end` comes exactly once and last unless the iteration throws. */
export type ReplyEvent =
  | {
      readonly type: 'progress';
      readonly stage: ProgressStage;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'notice'; readonly message: string }
  | {
      readonly type: 'end';
      /** The whole reply, without special tokens. */
      readonly text: string;
      readonly finish: 'stop' | 'length';
      readonly usage: TokenUsage;
      readonly seconds: number;
    };

/** What was said before, when a conversation is taken up again from its record. */
export type PastExchange = { readonly message: UserMessage; readonly reply: string };

/**
 * A conversation that pays only for what is new: it keeps its key-value cache (or, for a server, its messages),
 * and a frame already encoded is never encoded again. One reply at a time. A reply that throws or is cancelled
 * leaves the conversation as it was before that message, except after WORKER_STOPPED, which may end it.
 */
export interface Conversation extends AsyncDisposable {
  /**
   * Puts exchanges in place as if they had been had here; they are computed with the next message. Only before the
   * first reply, and no reply of them is empty.
   */
  recall(past: readonly PastExchange[]): void;
  /**
   * Adds a user message and streams the engine's reply. Throws DeepSportError: CONTEXT_FULL before any work
   * when the message does not fit, ENGINE_UNREACHABLE, ENGINE_REFUSED, ENGINE_TIMEOUT, WORKER_STOPPED, CANCELLED.
   */
  reply(message: UserMessage, options: ReplyOptions): AsyncIterable<ReplyEvent>;
}

/** A model that looks at labelled frames and writes text. Adapters: `onnx`, `openai`, `scripted`. */
export interface VisionLanguageModel extends AsyncDisposable {
  readonly card: EngineCard;
  /** The size at which this model wants a frame, so that the decoder scales it exactly once. */
  readonly frameSize: FrameSizer;
  /** `system` is the system message; empty for none. */
  startConversation(system: string, options?: { signal?: AbortSignal | undefined }): Promise<Conversation>;
}
