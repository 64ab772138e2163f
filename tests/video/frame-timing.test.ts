import { describe, expect, it } from 'vitest';
import {
  hasVariableFrameRate,
  lastAtOrBefore,
  PacketTimings,
  rankOf,
} from '#main/video/mediabunny/frame-timing.ts';

const timings = (...packets: readonly (readonly [number, boolean])[]) => {
  const all = new PacketTimings();
  for (const [timestampSeconds, isKey] of packets) {
    all.add({ timestampSeconds, durationSeconds: 0.04, isKey });
  }
  return all.sorted();
};

describe('Frame timing', () => {
  it('ranks frames by presentation time, not by their order in the file', () => {
    const { timestampsSeconds, keyRanks } = timings([0, true], [3, false], [1, false], [2, false], [4, true]);
    expect([...timestampsSeconds]).toEqual([0, 1, 2, 3, 4]);
    expect(keyRanks).toEqual([0, 4]);
  });

  it('leaves out what comes before the first key frame, in the file or in time', () => {
    const { timestampsSeconds, keyRanks } = timings(
      [7, false],
      [10, true],
      [8, false],
      [9, false],
      [11, false],
    );
    expect([...timestampsSeconds]).toEqual([10, 11]);
    expect(keyRanks).toEqual([0]);
  });

  it('counts two fields with one timestamp as one frame', () => {
    const { timestampsSeconds, keyRanks } = timings([0, true], [0, false], [1, false], [1, false]);
    expect([...timestampsSeconds]).toEqual([0, 1]);
    expect(keyRanks).toEqual([0]);
  });

  it('keeps the duration of the frame shown last', () => {
    const all = new PacketTimings();
    all.add({ timestampSeconds: 0, durationSeconds: 1, isKey: true });
    all.add({ timestampSeconds: 2, durationSeconds: 0.5, isKey: false });
    all.add({ timestampSeconds: 1, durationSeconds: 1, isKey: false });
    expect(all.sorted().lastDurationSeconds).toBe(0.5);
  });

  it('holds as many packets as there are', () => {
    const all = new PacketTimings();
    for (let n = 0; n < 10_000; n++) {
      all.add({ timestampSeconds: n, durationSeconds: 1, isKey: n % 100 === 0 });
    }
    const { timestampsSeconds, keyRanks } = all.sorted();
    expect(timestampsSeconds).toHaveLength(10_000);
    expect(keyRanks).toHaveLength(100);
  });

  it('finds a rank by its exact timestamp only', () => {
    const times = Float64Array.of(0, 0.04, 0.08);
    expect(rankOf(times, 0.04)).toBe(1);
    expect(rankOf(times, 0.05)).toBe(-1);
    expect(lastAtOrBefore(times, 0.079)).toBe(1);
    expect(lastAtOrBefore(times, -1)).toBe(-1);
    expect(lastAtOrBefore(times, 9)).toBe(2);
  });
});

describe('Variable frame rate', () => {
  const evenly = (count: number, rate: number, round: (seconds: number) => number = (s) => s) =>
    Float64Array.from({ length: count }, (_, n) => round(n / rate));
  const toMilliseconds = (seconds: number) => Math.round(seconds * 1000) / 1000;

  it('is not seen in even gaps, nor in gaps rounded to ticks or milliseconds', () => {
    expect(hasVariableFrameRate(evenly(500, 30), 1 / 90_000)).toBe(false);
    expect(hasVariableFrameRate(evenly(500, 30, toMilliseconds), 1 / 1000)).toBe(false);
    expect(hasVariableFrameRate(evenly(500, 60_000 / 1001, toMilliseconds), 1 / 16_000)).toBe(false);
    expect(
      hasVariableFrameRate(
        evenly(9, 29.97, (s) => Math.floor(s * 600) / 600),
        1 / 600,
      ),
    ).toBe(false);
  });

  it('is seen in a single frame left out of many', () => {
    const times = evenly(5000, 50).filter((_, n) => n !== 2500);
    expect(hasVariableFrameRate(times, 1 / 90_000)).toBe(true);
  });

  it('is seen in gaps that wander by more than rounding', () => {
    const times = Float64Array.from({ length: 100 }, (_, n) => n / 30 + (n % 2) * 0.004);
    expect(hasVariableFrameRate(times, 1 / 90_000)).toBe(true);
  });

  it('is not seen in fewer than three frames', () => {
    expect(hasVariableFrameRate(Float64Array.of(0, 5), 0.001)).toBe(false);
    expect(hasVariableFrameRate(new Float64Array(), 0.001)).toBe(false);
  });
});
