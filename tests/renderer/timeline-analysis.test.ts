import { describe, expect, it } from 'vitest';
import type { ClipInfo, Transition } from '#common/domain/index.ts';
import { timelineTexts } from '#renderer/texts/timeline.ts';
import { createFrameClock } from '#renderer/timeline/frame-clock.ts';
import { buildMaxPyramid, highest } from '#renderer/timeline/max-pyramid.ts';
import { highestPlace, withoutCuts } from '#renderer/timeline/motion.ts';
import { filmSpacing } from '#renderer/timeline/scale.ts';
import { lastingTransitions, neighbouringShot, shotAt, shotsBetween } from '#renderer/timeline/shots.ts';

describe('The pyramid of highest values', () => {
  it('gives for every stretch what looking at each value gives', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (const length of [1, 7, 8, 9, 64, 65, 1000]) {
      const values = Float32Array.from({ length }, () => random() - 0.5);
      const pyramid = buildMaxPyramid(values);
      for (let round = 0; round < 60; round += 1) {
        const start = Math.floor(random() * length);
        const end = start + 1 + Math.floor(random() * (length - start));
        expect(highest(pyramid, start, end), `${length}: ${start}–${end}`).toBe(
          Math.max(...values.slice(start, end)),
        );
      }
    }
  });

  it('knows nothing of a stretch outside', () => {
    const pyramid = buildMaxPyramid(new Float32Array([1, 2, 3]));
    expect(highest(pyramid, 3, 9)).toBeNull();
    expect(highest(pyramid, -5, 0)).toBeNull();
    expect(highest(pyramid, -5, 99)).toBe(3);
    expect(highest(buildMaxPyramid(new Float32Array(0)), 0, 1)).toBeNull();
  });

  it('reads few values however long the stretch is', () => {
    const values = new Float32Array(360_000);
    values[123_456] = 1;
    const pyramid = buildMaxPyramid(values);
    expect(pyramid.levels.map(({ length }) => length)).toEqual([360_000, 45_000, 5625, 704, 88, 11, 2]);
    expect(highest(pyramid, 3, 359_999)).toBe(1);
    expect(highest(pyramid, 123_457, 359_999)).toBe(0);
  });
});

describe('Shots on the timeline', () => {
  const shots = [
    { start: 0, end: 9 },
    { start: 10, end: 10 },
    { start: 11, end: 40 },
  ];

  it('are found by any of their frames', () => {
    expect([0, 9, 10, 11, 40, 41].map((frame) => shotAt(shots, frame))).toEqual([0, 0, 1, 2, 2, -1]);
    expect(shotAt([], 3)).toBe(-1);
  });

  it('are gone through from cut to cut', () => {
    expect(neighbouringShot(shots, 0, 1)?.start).toBe(10);
    expect(neighbouringShot(shots, 11, 1)).toBeUndefined();
    expect(neighbouringShot(shots, 30, -1)?.start).toBe(11);
    expect(neighbouringShot(shots, 11, -1)?.start).toBe(10);
    expect(neighbouringShot(shots, 0, -1)).toBeUndefined();
  });

  it('are drawn only where something of them is in view', () => {
    expect(shotsBetween(shots, 9.5, 11).map(({ place }) => place)).toEqual([0, 1]);
    expect(shotsBetween(shots, 20, 30).map(({ place }) => place)).toEqual([2]);
    expect(shotsBetween(shots, 50, 60)).toEqual([]);
    expect(shotsBetween(shots, 0, 100)).toHaveLength(3);
  });

  it('are told in words, with what lasts by its name', () => {
    const transitions: Transition[] = [
      { kind: 'cut', range: { start: 10, end: 10 } },
      { kind: 'wipe', range: { start: 11, end: 15 } },
    ];
    const lasting = lastingTransitions(transitions);
    expect(lasting).toHaveLength(1);
    expect(timelineTexts.shots(3, lasting)).toMatch(/^3 shots, 1 wipe\./);
    expect(timelineTexts.shot(4, '1 203–1 560')).toBe('Shot 4 · frames 1 203–1 560');
  });
});

describe('The motion row', () => {
  it('leaves out cuts, which are no motion, and finds where most moves', () => {
    const energy = new Float32Array([0, 0.1, 0.9, 0.3, 0.8, 0.8, 0.2]);
    const left = withoutCuts(energy, [
      { kind: 'cut', range: { start: 2, end: 2 } },
      { kind: 'wipe', range: { start: 4, end: 5 } },
    ]);
    expect([...left].map((value) => Math.round(value * 10))).toEqual([0, 1, 0, 3, 8, 8, 2]);
    expect(highestPlace(left)).toBe(4);
    expect(highestPlace(new Float32Array(0))).toBe(-1);
  });
});

describe('The film', () => {
  it('stands on the pictures that the analysis keeps from their stride on, and on exact frames below', () => {
    expect(filmSpacing(5, 12)).toEqual({ stride: 5, ready: false });
    expect(filmSpacing(700, 0).ready).toBe(false);
    for (let frames = 12; frames < 5000; frames *= 1.3) {
      const { stride, ready } = filmSpacing(frames, 12);
      expect(ready).toBe(true);
      expect(stride % 12).toBe(0);
      expect(stride).toBeGreaterThanOrEqual(frames);
      expect(stride).toBeLessThanOrEqual(frames * 2 + 12);
    }
  });
});

describe('The sound beside frames', () => {
  it('lies as far behind the first frame as the file’s own time says, between uneven frames evenly', () => {
    const clip = { firstTimestampSeconds: 1, durationSeconds: 4, timeScale: 0.5 } as ClipInfo;
    const clock = createFrameClock(clip, { timestampsSeconds: [1, 2, 4], keyFrames: [0] });
    expect([0, 0.5, 1, 1.5, 2, 2.5, 3].map(clock)).toEqual([0, 1, 2, 4, 6, 7, 8]);
  });
});
