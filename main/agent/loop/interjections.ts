import type { FrameRange } from '#common/domain/index.ts';

/** Ranges that the analyst hands to a running trajectory. What is accepted is shown, or told why not. */
export interface Interjections {
  /** False once closed. */
  add(range: FrameRange): boolean;
  /** Empties the queue. */
  take(): readonly FrameRange[];
  /** Closes and says true if nothing waits; one step, so that no range slips in between. */
  closeIfEmpty(): boolean;
  close(): void;
}

export function createInterjections(): Interjections {
  let waiting: readonly FrameRange[] = [];
  let isClosed = false;
  return {
    add(range) {
      if (!isClosed) waiting = [...waiting, range];
      return !isClosed;
    },
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    closeIfEmpty() {
      isClosed ||= waiting.length === 0;
      return isClosed;
    },
    close() {
      isClosed = true;
    },
  };
}
