import { setTimeout as delay } from 'node:timers/promises';

/** Something that changes and is watched: who is slow gets the latest state, not each one. */
export type Changes = {
  readonly tell: () => void;
  /** The state now and after each change, with a pause between two where one is asked for; ends with the signal. */
  readonly watch: <State>(
    read: () => State,
    signal: AbortSignal | undefined,
  ) => AsyncGenerator<State, void, void>;
};

export function createChanges(shortestPauseMilliseconds = 0): Changes {
  let changed = Promise.withResolvers<void>();
  return {
    tell() {
      changed.resolve();
      changed = Promise.withResolvers<void>();
    },
    async *watch(read, signal) {
      const left = Promise.withResolvers<void>();
      const leave = () => left.resolve();
      signal?.addEventListener('abort', leave, { once: true });
      try {
        while (!signal?.aborted) {
          const next = changed.promise;
          yield read();
          await Promise.race([next, left.promise]);
          if (shortestPauseMilliseconds > 0 && !signal?.aborted) {
            await Promise.race([delay(shortestPauseMilliseconds), left.promise]);
          }
        }
      } finally {
        signal?.removeEventListener('abort', leave);
      }
    },
  };
}
