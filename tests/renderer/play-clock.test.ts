import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClipInfo } from '#common/domain/index.ts';
import { createReviewStore } from '#renderer/app/state/review-store.ts';
import { createPlayClock } from '#renderer/viewer/play-clock.ts';

const timestampsSeconds = Array.from({ length: 100 }, (_, n) => n / 50);

describe('The clock of playing', () => {
  let turns: ((clock: number) => void)[];
  beforeEach(() => {
    turns = [];
    vi.stubGlobal('requestAnimationFrame', (turn: (clock: number) => void) => turns.push(turn));
    vi.stubGlobal('cancelAnimationFrame', () => {
      turns = [];
    });
    vi.spyOn(performance, 'now').mockReturnValue(1000);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  const play = (from: number) => {
    const review = createReviewStore();
    const due: number[] = [];
    const clock = createPlayClock({
      timestampsSeconds,
      endSeconds: 2,
      review,
      pictureFor: (_, frame) => {
        due.push(frame);
        return undefined;
      },
      paint: () => {},
      isHeldBack: () => false,
      onTick: () => {},
    });
    review.subscribe(clock.follow);
    review.getState().showClip({ id: 'c1', frameCount: 100, width: 200, height: 100 } as ClipInfo);
    review.getState().goTo(from);
    review.getState().pictureShown(from);
    review.getState().togglePlay();
    const turn = (clockTime: number) => {
      for (const each of turns.splice(0)) each(clockTime);
    };
    return { due, turn };
  };

  it('asks for no frame before the first, although a turn may have begun before the press', () => {
    const { due, turn } = play(30);
    turn(987);
    turn(1003);
    turn(1021);
    expect(due).toEqual([30, 30, 31]);
  });
});
