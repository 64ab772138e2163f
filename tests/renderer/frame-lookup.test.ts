import { describe, expect, it } from 'vitest';
import { frameAtTime } from '#common/domain/index.ts';
import {
  frameWithTimestamp,
  keyFrameBefore,
  pairedFrame,
  parseFrameNumber,
} from '#renderer/app/state/frame-lookup.ts';

/** Variable frame rate with a gap, starting late, as found in transport streams. */
const times = [38.44, 38.4733, 38.5067, 39.1067, 39.14];

describe('The frame at a time', () => {
  it('is the last one that has begun', () => {
    expect(times.map((time) => frameAtTime(times, time))).toEqual([0, 1, 2, 3, 4]);
    expect(frameAtTime(times, 38.5)).toBe(1);
    expect(frameAtTime(times, 39)).toBe(2);
  });

  it('is the first one before the clip begins and the last one after it ends', () => {
    expect(frameAtTime(times, 0)).toBe(0);
    expect(frameAtTime(times, 1000)).toBe(4);
    expect(frameAtTime([], 1)).toBeLessThanOrEqual(0);
  });
});

describe('The frame of a decoded picture', () => {
  it('is found by its timestamp within the rounding of containers', () => {
    expect(frameWithTimestamp(times, 38.473)).toBe(1);
    expect(frameWithTimestamp(times, 39.1071)).toBe(3);
  });

  it('is unknown for a timestamp that the index does not hold', () => {
    expect(frameWithTimestamp(times, 38.8)).toBeUndefined();
    expect(frameWithTimestamp(times, 0)).toBeUndefined();
  });
});

describe('A frame number typed by a person', () => {
  it('may hold spaces and is refused outside the clip', () => {
    expect(parseFrameNumber(' 1 482 ', 2000)).toBe(1482);
    expect(parseFrameNumber('2000', 2000)).toBeUndefined();
    expect(parseFrameNumber('-3', 2000)).toBeUndefined();
    expect(parseFrameNumber('abc', 2000)).toBeUndefined();
    expect(parseFrameNumber('', 2000)).toBeUndefined();
  });
});

it('decoding of a frame starts at the key frame before it', () => {
  expect([0, 59, 60, 119, 200].map((frame) => keyFrameBefore([0, 60, 120], frame))).toEqual([
    0, 0, 60, 60, 120,
  ]);
});

describe('The frame of another clip at an instant', () => {
  const every = (count: number, seconds: number, round = (time: number) => time) =>
    Array.from({ length: count }, (_, frame) => round(frame * seconds));

  it('is the last one that is not later', () => {
    const [slow, fast] = [every(40, 1 / 30), every(160, 1001 / 120_000)];
    expect(
      [0, 1, 11, 12].map((frame) =>
        pairedFrame({ times: slow, frame, synced: 0 }, { times: fast, synced: 0 }),
      ),
    ).toEqual([0, 3, 43, 47]);
    expect(pairedFrame({ times: fast, frame: 44, synced: 0 }, { times: slow, synced: 0 })).toBe(11);
    expect(pairedFrame({ times: fast, frame: 43, synced: 0 }, { times: slow, synced: 0 })).toBe(10);
  });

  it('is the same one in a file that rounds its times to milliseconds', () => {
    const exact = every(200, 1 / 30);
    const rounded = every(200, 1 / 30, (time) => Math.round(time * 1000) / 1000);
    for (let frame = 0; frame < 200; frame += 1) {
      for (const synced of [0, 1, 2, 77]) {
        const [a, b] = [
          { times: exact, frame, synced },
          { times: rounded, frame, synced },
        ];
        expect(pairedFrame(a, b), `${frame} from ${synced}`).toBe(frame);
        expect(pairedFrame(b, a), `${frame} back from ${synced}`).toBe(frame);
      }
    }
  });
});
