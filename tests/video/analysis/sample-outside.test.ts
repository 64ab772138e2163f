import { describe, expect, it } from 'vitest';
import { type FrameRange, sampleEvenly, sampleOutside, type Transition } from '#common/domain/index.ts';

const dissolve = (start: number, end: number): Transition => ({ kind: 'dissolve', range: { start, end } });

describe('Sampling outside transitions', () => {
  it('is the even sample where no transition lies', () => {
    const range = { start: 10, end: 200 };
    expect(sampleOutside(range, 8, [])).toEqual(sampleEvenly(range, 8));
    expect(sampleOutside(range, 8, [dissolve(300, 320)])).toEqual(sampleEvenly(range, 8));
  });

  it('keeps the frame of a cut', () => {
    const cut: Transition = { kind: 'cut', range: { start: 50, end: 50 } };
    expect(sampleOutside({ start: 0, end: 100 }, 3, [cut])).toEqual([0, 50, 100]);
  });

  it('moves a frame inside a wipe to the nearest one outside, the earlier of two', () => {
    const wipe: Transition = { kind: 'wipe', range: { start: 45, end: 52 } };
    expect(sampleOutside({ start: 0, end: 100 }, 3, [wipe])).toEqual([0, 53, 100]);
    expect(sampleOutside({ start: 0, end: 100 }, 3, [dissolve(45, 55)])).toEqual([0, 44, 100]);
  });

  it('gives all frames outside where they are fewer than asked, and the even sample where there are none', () => {
    expect(sampleOutside({ start: 0, end: 9 }, 5, [dissolve(2, 8)])).toEqual([0, 1, 9]);
    expect(sampleOutside({ start: 3, end: 7 }, 2, [dissolve(0, 20)])).toEqual([3, 7]);
  });

  it('holds for any range and transitions: ascending, inside the range, outside transitions, nearest where free', () => {
    let state = 5;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 2000; round++) {
      const range: FrameRange = { start: random(50), end: 50 + random(150) };
      const count = 1 + random(20);
      const transitions = Array.from({ length: random(5) }, () => {
        const start = random(220);
        return dissolve(start, start + random(40));
      });
      const isInside = (frame: number) =>
        transitions.some((transition) => frame >= transition.range.start && frame <= transition.range.end);
      const outside = Array.from({ length: 200 }, (_, n) => n).filter(
        (n) => n >= range.start && n <= range.end && !isInside(n),
      );
      const sample = sampleOutside(range, count, transitions);
      if (outside.length === 0) {
        expect(sample).toEqual(sampleEvenly(range, count));
        continue;
      }
      expect(sample).toHaveLength(Math.min(count, outside.length, range.end - range.start + 1));
      for (const [i, frame] of sample.entries()) {
        expect(outside).toContain(frame);
        if (i > 0) expect(frame).toBeGreaterThan(sample[i - 1] ?? Number.NaN);
      }
      const even = sampleEvenly(range, count);
      const nearest = even.map((frame) =>
        outside.reduce((best, n) => (Math.abs(n - frame) < Math.abs(best - frame) ? n : best)),
      );
      if (new Set(nearest).size === even.length) expect(sample).toEqual(nearest);
    }
  });
});
