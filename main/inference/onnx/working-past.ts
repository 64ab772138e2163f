import type { Past } from './decoder.ts';
import { dropPast, keepPast } from './past-keeper.ts';

/** The cache of the reply under way: what it leaves behind is dropped, what it began with is not its own. */
export type WorkingPast = {
  readonly past: Past;
  advance(next: Past): void;
  handOver(): Past;
  drop(): void;
};

/** `isHeld` where the caller hands over its own hold on `start`. */
export function createWorkingPast(start: Past, isHeld: boolean): WorkingPast {
  let past = isHeld ? start : keepPast(start);
  let isOver = false;
  return {
    get past() {
      return past;
    },
    advance(next) {
      dropPast(past);
      past = keepPast(next);
    },
    handOver() {
      isOver = true;
      return past;
    },
    drop() {
      if (!isOver) dropPast(past);
      isOver = true;
    },
  };
}
