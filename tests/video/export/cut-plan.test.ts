import { describe, expect, it } from 'vitest';
import { planCopy, planSmart, reorderDepth } from '#main/video/export/cut-plan.ts';
import {
  commonTimescale,
  decodeTick,
  durationTicks,
  joinTicks,
  presentationTick,
  toTicks,
} from '#main/video/export/frame-ticks.ts';

/** A repeatable source of whole numbers below `limit`. */
function randomNumbers(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

type Stream = { readonly ranks: readonly number[]; readonly keys: readonly number[] };

/** A stream of groups as encoders make them: anchors before the B-frames that they lead, some groups open. */
function randomStream(seed: number): Stream {
  const random = randomNumbers(seed);
  const ranks: number[] = [0];
  const keys: number[] = [0];
  let next = 1;
  for (let group = 0; group < 4; group++) {
    const length = 1 + random(20);
    for (let done = 0; done < length; ) {
      const between = random(4);
      ranks.push(next + between, ...Array.from({ length: between }, (_, i) => next + i));
      next += between + 1;
      done += between + 1;
    }
    // An open group's key frame is decoded before frames that are shown before it.
    const leading = random(2) === 0 ? 0 : random(4);
    keys.push(next + leading);
    ranks.push(next + leading, ...Array.from({ length: leading }, (_, i) => next + i));
    next += leading + 1;
  }
  return { ranks, keys };
}

const seeds = Array.from({ length: 300 }, (_, i) => i * 7919 + 1);

function randomCut(seed: number) {
  const { ranks, keys } = randomStream(seed);
  const random = randomNumbers(seed + 5);
  const start = random(ranks.length);
  const range = { start, end: start + random(ranks.length - start) };
  const key = keys.filter((rank) => rank <= start).at(-1) ?? 0;
  const fromKey = ranks.slice(ranks.indexOf(key));
  const copyStart = keys.find((rank) => rank >= range.start) ?? null;
  return { range, key, fromKey, copyStart };
}

const sequence = (start: number, end: number) => Array.from({ length: end - start + 1 }, (_, i) => start + i);

describe('The plan of a copy', () => {
  it('begins at the key frame, holds the range, and shows every frame once without a gap', () => {
    for (const seed of seeds) {
      const { range, key, fromKey } = randomCut(seed);
      const copied = planCopy(fromKey, range);
      expect(copied).toMatchObject({ start: key });
      if (!copied) continue;
      expect(copied.end).toBeGreaterThanOrEqual(range.end);
      const taken = fromKey.filter((rank) => rank >= copied.start && rank <= copied.end);
      expect([...taken].sort((a, b) => a - b)).toEqual(sequence(copied.start, copied.end));
    }
  });

  it('needs no picture that is decoded after the copied ones', () => {
    for (const seed of seeds) {
      const { range, fromKey } = randomCut(seed);
      const copied = planCopy(fromKey, range);
      if (!copied) continue;
      const inCopy = (rank: number) => rank >= copied.start && rank <= copied.end;
      const last = fromKey.findLastIndex(inCopy);
      const leftOut = fromKey.slice(0, last).filter((rank) => !inCopy(rank));
      // Only pictures that lead the key frame are left out on the way.
      for (const rank of leftOut) expect(rank).toBeLessThan(copied.start);
    }
  });

  it('is none where the packets end before the range does', () => {
    expect(planCopy([0, 3, 1, 2], { start: 1, end: 5 })).toBeNull();
    expect(planCopy([], { start: 0, end: 0 })).toBeNull();
    expect(planCopy([4, 5], { start: 3, end: 5 })).toBeNull();
  });

  it('counts pictures that an edit list hides below 0', () => {
    expect(planCopy([-2, 1, -1, 0, 3, 2], { start: 1, end: 2 })).toEqual({ start: -2, end: 3 });
  });
});

describe('The plan of a smart cut', () => {
  it('shows exactly the range, every frame once, in order', () => {
    for (const seed of seeds) {
      const { range, fromKey, copyStart } = randomCut(seed);
      const shown = planSmart(fromKey, range, copyStart).flatMap(({ start, end }) => sequence(start, end));
      expect(shown).toEqual(sequence(range.start, range.end));
    }
  });

  it('copies only what decodes by itself: a run of pictures from a key frame on', () => {
    let copies = 0;
    for (const seed of seeds) {
      const { range, fromKey, copyStart } = randomCut(seed);
      const copy = planSmart(fromKey, range, copyStart).find(({ kind }) => kind === 'copy');
      if (!copy) continue;
      copies += 1;
      expect(copy.start).toBe(copyStart);
      const after = fromKey.slice(fromKey.indexOf(copy.start)).filter((rank) => rank >= copy.start);
      const run = after.slice(0, copy.end - copy.start + 1);
      expect([...run].sort((a, b) => a - b)).toEqual(sequence(copy.start, copy.end));
    }
    expect(copies).toBeGreaterThan(100);
  });

  it('encodes everything where no key frame lies in the range', () => {
    const range = { start: 3, end: 9 };
    const whole = [{ kind: 'encode', ...range }];
    expect(planSmart([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], range, null)).toEqual(whole);
    expect(planSmart([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], range, 10)).toEqual(whole);
  });

  it('copies everything where each frame is a key frame', () => {
    const range = { start: 3, end: 9 };
    expect(planSmart(sequence(3, 9), range, 3)).toEqual([{ kind: 'copy', ...range }]);
  });
});

describe('The times of an exported clip', () => {
  const times = [10, 10.04, 10.05, 10.2, 10.21, 10.5];
  const ticks = toTicks(times, 0.6, 90_000);

  it('keep their distances, the first one at 0', () => {
    expect(ticks.ticks).toEqual([0, 3600, 4500, 18_000, 18_900, 45_000]);
    expect(durationTicks(ticks, 5)).toBe(9000);
  });

  it('let no picture be shown before it is decoded, and decode in order', () => {
    for (const seed of seeds) {
      const { range, fromKey } = randomCut(seed);
      const copied = planCopy(fromKey, range);
      if (!copied) continue;
      const ranks = fromKey.filter((rank) => rank >= copied.start && rank <= copied.end);
      const random = randomNumbers(seed);
      let at = 0;
      const clock = toTicks(
        ranks.map(() => {
          at += 0.001 + random(100) / 1000;
          return at;
        }),
        at + 0.04,
        90_000,
      );
      const depth = reorderDepth(ranks, copied.start);
      let before = Number.NEGATIVE_INFINITY;
      for (const [position, rank] of ranks.entries()) {
        const decoded = decodeTick(clock, position, depth);
        expect(decoded).toBeGreaterThan(before);
        expect(decoded).toBeLessThanOrEqual(presentationTick(clock, rank - copied.start));
        before = decoded;
      }
    }
  });

  it('of several clips follow each other on a clock that suits them all', () => {
    expect(commonTimescale([15_360, 90_000])).toBe(90_000);
    expect(commonTimescale([1000, 15_360])).toBe(384_000);
    expect(commonTimescale([999_983, 90_000])).toBe(90_000);
    const joined = joinTicks([toTicks([5, 5.1], 0.2, 1000), toTicks([0, 0.5], 1, 1000)]);
    expect(joined.ticks).toEqual([0, 100, 200, 700]);
    expect(joined.lastTicks).toBe(500);
  });
});
