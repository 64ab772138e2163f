import { cancelled } from '#common/domain/index.ts';

/** The right to compute. Others get theirs whenever it pauses after its slice of time. */
export type Turn = Disposable & {
  /**
   * To be called between pieces of work: lets a cancel that has arrived be heard, and those who wait go first if the
   * slice is over.
   */
  pause(): Promise<void>;
};

export type FairTurns = {
  /** Waits for the right to compute. `onWaiting` tells how many are before. CANCELLED. */
  enter(signal: AbortSignal, onWaiting?: (before: number) => void): Promise<Turn>;
};

type Waiting = { readonly start: () => void; readonly tell: (before: number) => void };

const defaultSliceMilliseconds = 1000;

/**
 * Only one computes, for two would fight for the same cores; but nobody waits for the end of a long reply: after a
 * slice of time whoever computes goes to the end of the line (round robin).
 */
export function createFairTurns(
  sliceMilliseconds = defaultSliceMilliseconds,
  now: () => number = () => performance.now(),
): FairTurns {
  const line: Waiting[] = [];
  let taken = false;
  let since = 0;

  const tellAll = () => {
    for (const [i, { tell }] of line.entries()) tell(i + 1);
  };
  const take = () => {
    taken = true;
    since = now();
  };
  function leave(): void {
    const next = line.shift();
    if (next) {
      take();
      next.start();
      tellAll();
    } else taken = false;
  }
  /** A place at the end of the line; who has to leave it again is not called. */
  function lineUp(tell: (before: number) => void): {
    readonly called: Promise<void>;
    readonly drop: () => boolean;
  } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting: Waiting = { start: resolve, tell };
    line.push(waiting);
    tell(line.length);
    const drop = () => {
      const place = line.indexOf(waiting);
      if (place < 0) return false;
      line.splice(place, 1);
      tellAll();
      return true;
    };
    return { called: promise, drop };
  }

  return {
    async enter(signal, onWaiting = () => {}) {
      if (signal.aborted) throw cancelled();
      if (!taken) take();
      else await waitFor(lineUp(onWaiting), signal);
      let left = false;
      return {
        async pause() {
          if (line.length > 0 && now() - since >= sliceMilliseconds) {
            const { called } = lineUp(() => {});
            leave();
            await called;
          }
          await new Promise((resolve) => setImmediate(resolve));
        },
        [Symbol.dispose]() {
          if (left) return;
          left = true;
          leave();
        },
      };
    },
  };

  async function waitFor({ called, drop }: ReturnType<typeof lineUp>, signal: AbortSignal): Promise<void> {
    const gone = Promise.withResolvers<never>();
    const abort = () => {
      if (drop()) gone.reject(cancelled());
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      await Promise.race([called, gone.promise]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}
