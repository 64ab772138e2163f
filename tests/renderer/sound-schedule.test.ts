import { describe, expect, it } from 'vitest';
import {
  distanceFrom,
  heardAt,
  mostPieces,
  piecesAhead,
  soundTarget,
  startOf,
} from '#renderer/viewer/sound-schedule.ts';

const clip = { startSeconds: 0, durationSeconds: 7.7 };

describe('The pieces of sound to have ready', () => {
  it.each([
    [0, 1, [0, 1]],
    [3.9, 1, [1, 2, 3]],
    [3.9, 4, [1, 2, 3]],
    [3.9, 1 / 16, [1, 2]],
    [3.1, 1 / 16, [1]],
    [3.9, -1, [1, 0]],
    [0.2, -4, [0]],
    [7.6, 1, [3]],
  ])('from %d s at a rate of %d are %j', (from, rate, pieces) => {
    expect(piecesAhead(from, rate, clip)).toEqual(pieces);
  });

  it('lie on the same grid for a clip that starts late or below zero', () => {
    expect(piecesAhead(38.44, 1, { startSeconds: 38.44, durationSeconds: 7.67 })).toEqual([19, 20]);
    expect(piecesAhead(-0.6, 1, { startSeconds: -0.6, durationSeconds: 4 })).toEqual([-1, 0]);
  });

  it('are none at a speed that is only noise, and never more than are kept', () => {
    expect(piecesAhead(0, 32, clip)).toEqual([]);
    expect(piecesAhead(0, 8, { startSeconds: 0, durationSeconds: 9999 }).length).toBeLessThan(mostPieces);
  });
});

describe('A stretch of sound', () => {
  const piece = { startSeconds: 4, durationSeconds: 2 };

  it('starts at its own moment, sooner at twice the speed', () => {
    const anchor = { clockSeconds: 100, fileSeconds: 3, rate: 1 };
    expect(startOf(piece, anchor, 100)).toEqual({ when: 101, offsetSeconds: 0, rate: 1 });
    expect(startOf(piece, { ...anchor, rate: 2 }, 100)).toEqual({ when: 100.5, offsetSeconds: 0, rate: 2 });
    expect(startOf(piece, { ...anchor, rate: 0.25 }, 100)).toMatchObject({ when: 104, rate: 0.25 });
  });

  it('is entered in its middle when it is late, and left out when it is over', () => {
    const anchor = { clockSeconds: 100, fileSeconds: 4.5, rate: 2 };
    expect(startOf(piece, anchor, 100.25)).toEqual({ when: 100.25, offsetSeconds: 1, rate: 2 });
    expect(startOf(piece, anchor, 100.75)).toBeUndefined();
  });

  it('starts with its end when the clip runs backwards', () => {
    const anchor = { clockSeconds: 100, fileSeconds: 7, rate: -1 };
    expect(startOf(piece, anchor, 100)).toEqual({ when: 101, offsetSeconds: 0, rate: 1 });
    expect(startOf(piece, { ...anchor, fileSeconds: 5.5 }, 100)).toEqual({
      when: 100,
      offsetSeconds: 0.5,
      rate: 1,
    });
  });

  it('is heard where its start says', () => {
    for (const rate of [1 / 16, 0.5, 1, 4, -1, -2]) {
      const anchor = { clockSeconds: 10, fileSeconds: 5, rate };
      const start = startOf(piece, anchor, 10.1);
      if (!start) throw new Error('It is not over yet.');
      const at = heardAt(anchor, start.when);
      const expected = rate > 0 ? piece.startSeconds + start.offsetSeconds : 6 - start.offsetSeconds;
      expect(at).toBeCloseTo(expected, 9);
    }
  });
});

describe('The moment sound should be at', () => {
  const picture = { startSeconds: 2, endSeconds: 2.04 };

  it('is the clock’s while the picture is on time, and stays by a picture that is late', () => {
    expect(soundTarget(2.03, picture, 0.03)).toBe(2.03);
    expect(soundTarget(2.3, picture, 0.03)).toBeCloseTo(2.07, 9);
    expect(soundTarget(1.5, picture, 0.03)).toBeCloseTo(1.97, 9);
  });

  it('is no distance away during its picture', () => {
    expect(distanceFrom(2.02, picture)).toBe(0);
    expect(distanceFrom(2.06, picture)).toBeCloseTo(0.02, 9);
    expect(distanceFrom(1.9, picture)).toBeCloseTo(-0.1, 9);
  });
});
