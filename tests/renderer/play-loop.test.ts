import { describe, expect, it } from 'vitest';
import { backIntoLoop, loopSpan } from '#renderer/viewer/play-loop.ts';

const times = [0, 0.04, 0.08, 0.2, 0.24];

describe('A loop', () => {
  it('lasts from its first frame to the end of its last one', () => {
    expect(loopSpan({ start: 1, end: 2 }, times, 0.28)).toEqual({ startSeconds: 0.04, endSeconds: 0.2 });
    expect(loopSpan({ start: 3, end: 4 }, times, 0.28)).toEqual({ startSeconds: 0.2, endSeconds: 0.28 });
  });

  it('goes on after its end as far into it as the clock ran over, either way', () => {
    const span = { startSeconds: 2, endSeconds: 3 };
    expect(backIntoLoop(2.5, 1, span)).toBe(0);
    expect(3.25 + backIntoLoop(3.25, 1, span)).toBeCloseTo(2.25, 9);
    expect(7.25 + backIntoLoop(7.25, 4, span)).toBeCloseTo(2.25, 9);
    expect(1.75 + backIntoLoop(1.75, -1, span)).toBeCloseTo(2.75, 9);
    expect(-3.75 + backIntoLoop(-3.75, -4, span)).toBeCloseTo(2.25, 9);
  });

  it('is played into from before it', () => {
    const span = { startSeconds: 2, endSeconds: 3 };
    expect(backIntoLoop(1, 1, span)).toBe(0);
    expect(backIntoLoop(3.5, -1, span)).toBe(0);
  });

  it('of one frame without length stays there', () => {
    expect(2.1 + backIntoLoop(2.1, 1, { startSeconds: 2, endSeconds: 2 })).toBeCloseTo(2, 9);
  });
});
