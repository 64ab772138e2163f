import { describe, expect, it } from 'vitest';
import { checkStroboscope, momentsInTime, type Stroboscope } from '#common/domain/index.ts';
import { createRandom } from '../random.ts';

describe('Moments evenly in time', () => {
  it('are evenly spread by number where every frame lasts as long', () => {
    const times = Array.from({ length: 100 }, (_, frame) => frame / 25);
    expect(momentsInTime({ start: 10, end: 50 }, 5, times)).toEqual([10, 20, 30, 40, 50]);
  });

  it('follow the times of a variable frame rate', () => {
    // Ten frames a second, then a hundred.
    const times = Array.from({ length: 60 }, (_, frame) =>
      frame <= 20 ? frame / 10 : 2 + (frame - 20) / 100,
    );
    expect(momentsInTime({ start: 0, end: 59 }, 4, times)).toEqual([0, 8, 16, 59]);
  });

  it('are all frames of a range that has fewer', () => {
    expect(momentsInTime({ start: 3, end: 5 }, 9, undefined)).toEqual([3, 4, 5]);
  });

  it('ascend, each once, from the first frame to the last, whatever the times are', () => {
    const random = createRandom(41);
    for (let round = 0; round < 200; round++) {
      const length = 3 + random.integer(40);
      let now = 0;
      const times = Array.from({ length: length + 5 }, () => (now += random.next() ** 4));
      const count = 3 + random.integer(13);
      const frames = momentsInTime({ start: 2, end: 1 + length }, count, times);
      expect(frames).toHaveLength(Math.min(count, length));
      expect(frames[0]).toBe(2);
      expect(frames.at(-1)).toBe(1 + length);
      expect(frames).toEqual([...new Set(frames)].sort((a, b) => a - b));
    }
  });
});

describe('A stroboscopic picture that cannot be made', () => {
  const choice = (over: Partial<Stroboscope>): Stroboscope => ({
    range: { start: 10, end: 40 },
    frames: [10, 20, 30],
    onTop: 'latest',
    numbers: false,
    ...over,
  });

  it('is told in a sentence', () => {
    const told: readonly (readonly [Partial<Stroboscope>, string])[] = [
      [{ range: { start: 10, end: 11 } }, 'needs a range of at least 3 frames'],
      [{ range: { start: 10, end: 5 } }, 'needs a range of at least 3 frames'],
      [{ frames: [10, 20] }, 'holds 3 to 15 moments, not 2'],
      [{ range: { start: 0, end: 3 }, frames: [0, 1, 2, 3, 4] }, 'has 4 frames, too few for 5 moments'],
      [{ frames: [10, 20, 41] }, 'Frame 41 cannot be a moment'],
      [{ frames: [10, 20, 20] }, 'Frame 20 cannot be a moment'],
    ];
    for (const [over, words] of told) expect(() => checkStroboscope(choice(over))).toThrow(words);
    expect(() => checkStroboscope(choice({}))).not.toThrow();
  });
});
