import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { frameRangeLength, isSameLook, sampleEvenly } from '#common/domain/index.ts';

/** Round half up of the exact fraction i·span/(n−1), in integers of any size: the definition, slowly. */
function sampleSlowly(start: number, end: number, count: number): number[] {
  const n = Math.min(count, end - start + 1);
  if (n === 1) return [start];
  const span = BigInt(end - start);
  const steps = BigInt(n - 1);
  return Array.from({ length: n }, (_, i) => start + Number((2n * BigInt(i) * span + steps) / (2n * steps)));
}

describe('sampling evenly', () => {
  test.each<[number, number, number, readonly number[]]>([
    [0, 229, 8, [0, 33, 65, 98, 131, 164, 196, 229]],
    [35, 59, 8, [35, 38, 42, 45, 49, 52, 56, 59]],
    [0, 7, 8, [0, 1, 2, 3, 4, 5, 6, 7]],
    [10, 12, 8, [10, 11, 12]],
    [5, 5, 8, [5]],
    [0, 100, 1, [0]],
    [0, 100, 2, [0, 100]],
    [0, 1, 3, [0, 1]],
    [0, 100, 0, []],
  ])('over %i–%i takes %i frames', (start, end, count, frames) => {
    expect(sampleEvenly({ start, end }, count)).toEqual(frames);
  });

  test('has both ends, ascends, and equals the exact definition for every size', () => {
    for (let length = 2; length <= 300; length++) {
      for (const count of [2, 3, 5, 8, 12, 16, 24]) {
        const range = { start: 17, end: 17 + length - 1 };
        const frames = sampleEvenly(range, count);
        expect(frames).toEqual(sampleSlowly(range.start, range.end, count));
        expect(new Set(frames).size).toBe(Math.min(count, frameRangeLength(range)));
        expect([frames[0], frames.at(-1)]).toEqual([range.start, range.end]);
      }
    }
    expect(sampleEvenly({ start: 0, end: 720_000 }, 16)).toEqual(sampleSlowly(0, 720_000, 16));
  });

  const fixture = new URL('../fixtures/protocol/sampling.json', import.meta.url);
  test.skipIf(!existsSync(fixture))('gives the frames that training uses (tests/fixtures/protocol)', () => {
    const cases = readSamplingCases(JSON.parse(readFileSync(fixture, 'utf8')));
    expect(cases.length).toBeGreaterThan(0);
    for (const { first, last, count, frames } of cases) {
      expect(sampleEvenly({ start: first, end: last }, count)).toEqual(frames);
    }
  });
});

const readSamplingCases = (json: unknown) => {
  const cases = z.array(
    z.object({ first: z.int(), last: z.int(), count: z.int(), frames: z.array(z.int()) }),
  );
  return z.union([cases, z.object({ cases }).transform((file) => file.cases)]).parse(json);
};

test('a look is the same when each end differs by at most one frame', () => {
  expect(isSameLook({ start: 35, end: 59 }, { start: 36, end: 58 })).toBe(true);
  expect(isSameLook({ start: 35, end: 59 }, { start: 35, end: 61 })).toBe(false);
});
