import { throwIfCancelled } from '#common/domain/index.ts';

/** Who may ask a server now. At most `places` at a time; those who wait take turns, whoever has asked how often. */
export type ServerQueue = {
  /** Waits for a place; give it back with the function returned. `who` is one conversation. CANCELLED while it waits. */
  enter(who: object, signal: AbortSignal | undefined): Promise<() => void>;
};

export function createServerQueue(places: number): ServerQueue {
  let free = Math.max(1, places);
  // Whoever comes first in this map is next; one that was let in goes to its end.
  const waiting = new Map<object, (() => void)[]>();

  const leave = () => {
    free += 1;
    for (const [who, line] of waiting) {
      const next = line.shift();
      waiting.delete(who);
      if (line.length > 0) waiting.set(who, line);
      if (!next) continue;
      free -= 1;
      next();
      return;
    }
  };

  return {
    async enter(who, signal) {
      throwIfCancelled(signal);
      if (free > 0) free -= 1;
      else await turn(who, signal);
      let left = false;
      return () => {
        if (!left) leave();
        left = true;
      };
    },
  };

  async function turn(who: object, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const letIn = () => resolve(true);
    waiting.set(who, [...(waiting.get(who) ?? []), letIn]);
    const giveUp = () => {
      const line = (waiting.get(who) ?? []).filter((each) => each !== letIn);
      if (line.length > 0) waiting.set(who, line);
      else waiting.delete(who);
      resolve(false);
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    const entered = await promise;
    signal?.removeEventListener('abort', giveUp);
    // A place given at the moment of the cancel goes to the next.
    if (entered && signal?.aborted) leave();
    throwIfCancelled(signal);
  }
}
