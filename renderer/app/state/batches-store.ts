import { createStore } from 'zustand/vanilla';
import type { BatchRequest } from '#common/contract/index.ts';
import type { QuestionBatch } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError } from '../../client/describe-error.ts';
import type { NoticesStore } from './notices-store.ts';

export type BatchesState = {
  /** Questions asked of many ranges, newest first, as the host has them. */
  readonly batches: readonly QuestionBatch[];
  /** False until the host has told what there is. */
  readonly ready: boolean;
  /** Follows the host's list from now on; once more after the connection came back. */
  readonly follow: () => void;
  /** The batch's id; null where it could not begin, which is told. */
  readonly start: (request: BatchRequest) => Promise<string | null>;
  readonly pause: (batchId: string) => Promise<void>;
  /** Goes on with what waits, failed or was cancelled. */
  readonly resume: (batchId: string) => Promise<void>;
  /** Asks one target again by itself. */
  readonly retry: (batchId: string, index: number) => Promise<void>;
  readonly remove: (batchId: string) => Promise<void>;
};

export type BatchesStoreParts = {
  readonly client: Client;
  readonly notices: NoticesStore;
  /** Pause before the list is asked for again when its stream broke, in milliseconds. */
  readonly retryMilliseconds?: number;
};

/** The queues of questions, the same on every page. */
export function createBatchesStore({ client, notices, retryMilliseconds = 1000 }: BatchesStoreParts) {
  let following: AbortController | null = null;
  return createStore<BatchesState>()((set) => {
    const listen = async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) {
        try {
          for await (const batches of await client.batches.watch(undefined, { signal }))
            set({ batches, ready: true });
        } catch {
          // A lost connection is told elsewhere; the list comes again with it.
        }
        if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
      }
    };
    const told = async <T>(work: Promise<T>): Promise<T | null> => {
      try {
        return await work;
      } catch (error) {
        notices.getState().tell('problem', describeError(error).message);
        return null;
      }
    };
    return {
      batches: [],
      ready: false,
      follow: () => {
        following?.abort();
        following = new AbortController();
        void listen(following.signal);
      },
      start: (request) => told(client.batches.start(request)),
      pause: async (batchId) => void (await told(client.batches.pause({ batchId }))),
      resume: async (batchId) => void (await told(client.batches.resume({ batchId }))),
      retry: async (batchId, index) => void (await told(client.batches.retry({ batchId, index }))),
      remove: async (batchId) => void (await told(client.batches.remove({ batchId }))),
    };
  });
}

/** The questions of queues on a clip that came to an end, by trajectory. */
export const endedQuestions = (batches: readonly QuestionBatch[], clipId: string | null): readonly string[] =>
  batches.flatMap(({ targets }) =>
    targets.flatMap((target) => {
      const hasEnded = target.status !== 'waiting' && target.status !== 'running';
      return hasEnded && target.clipId === clipId && target.trajectoryId !== null
        ? [target.trajectoryId]
        : [];
    }),
  );

export type BatchesStore = ReturnType<typeof createBatchesStore>;
