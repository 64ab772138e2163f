import type { OpenConversation } from './run-context.ts';

/** The conversations of the last few answered trajectories, kept alive so that a further look costs only itself. */
export interface ConversationShelf extends AsyncDisposable {
  /** Keeps a conversation; the one unused for longest is closed when there are too many. */
  put(trajectoryId: string, open: OpenConversation): void;
  /** Hands a conversation out; from then on the caller closes it or puts it back. */
  take(trajectoryId: string): OpenConversation | undefined;
}

export function createConversationShelf(capacity: number): ConversationShelf {
  const kept = new Map<string, OpenConversation>();
  return {
    put(trajectoryId, open) {
      kept.set(trajectoryId, open);
      for (const [id, oldest] of kept) {
        if (kept.size <= capacity) break;
        kept.delete(id);
        void closeConversation(oldest);
      }
    },
    take(trajectoryId) {
      const open = kept.get(trajectoryId);
      kept.delete(trajectoryId);
      return open;
    },
    async [Symbol.asyncDispose]() {
      const all = [...kept.values()];
      kept.clear();
      await Promise.all(all.map(closeConversation));
    },
  };
}

/** Never throws: a conversation whose engine is gone is closed already. */
export const closeConversation = async ({ conversation }: OpenConversation): Promise<void> => {
  try {
    await conversation[Symbol.asyncDispose]();
  } catch {}
};
