import { describe, expect, it } from 'vitest';
import {
  type ClipSeconds,
  compareMarks,
  type FrameRange,
  type Mark,
  withoutCodes,
} from '#common/domain/index.ts';
import { createRandom, type Random } from '../random.ts';

const even = (frames: number, rate = 25): ClipSeconds => ({
  startSeconds: Array.from({ length: frames }, (_, frame) => frame / rate),
  endSeconds: frames / rate,
});

const mark = (start: number, end: number, codeName = 'Touch'): Mark => ({ codeName, range: { start, end } });

const whole = (times: ClipSeconds): FrameRange => ({ start: 0, end: times.startSeconds.length - 1 });

const compare = (first: readonly Mark[], second: readonly Mark[], times = even(1000), scope = whole(times)) =>
  compareMarks(first, second, { scope, times });

/** Frames that are not evenly spaced. */
function uneven(random: Random, frames: number): ClipSeconds {
  const startSeconds: number[] = [];
  let at = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    startSeconds.push(at);
    at += 0.005 + random.next() * 0.1;
  }
  return { startSeconds, endSeconds: at };
}

const someMarks = (random: Random, frames: number): readonly Mark[] =>
  Array.from({ length: random.integer(12) }, () => {
    const start = random.integer(frames);
    return mark(
      start,
      Math.min(frames - 1, start + random.integer(30)),
      random.pick(['Touch', 'Pass', 'Shot']),
    );
  });

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

describe('pairs of two markings', () => {
  const kinds = (first: readonly Mark[], second: readonly Mark[]) =>
    compare(first, second).codes.flatMap(({ pairs }) => pairs.map(({ kind }) => kind));

  it('are matched from half of their union on, shifted below, and alone without a frame in common', () => {
    expect(kinds([mark(100, 199)], [mark(125, 199)])).toEqual(['matched']);
    expect(kinds([mark(100, 199)], [mark(150, 249)])).toEqual(['shifted']);
    expect(kinds([mark(100, 199)], [mark(200, 249)])).toEqual(['only-first', 'only-second']);
  });

  it('are matched where they are short and both borders are within two frames, even without a frame in common', () => {
    expect(kinds([mark(100, 101)], [mark(102, 103)])).toEqual(['matched']);
    expect(kinds([mark(100, 103)], [mark(103, 106)])).toEqual(['shifted']);
    // Of half a second or more, a border counts as any other.
    expect(kinds([mark(100, 111)], [mark(102, 113)])).toEqual(['matched']);
    expect(kinds([mark(100, 102)], [mark(100, 130)])).toEqual(['shifted']);
  });

  it('take each range once, the best first', () => {
    const { pairs } = compare([mark(100, 199), mark(180, 279)], [mark(185, 279)]).codes[0] ?? { pairs: [] };
    expect(pairs.map(({ kind, first }) => [kind, first?.start])).toEqual([
      ['only-first', 100],
      ['matched', 180],
    ]);
  });

  it('are of one code each, and only of the stretch that is compared', () => {
    const { codes } = compare([mark(10, 20), mark(500, 510)], [mark(10, 20, 'Pass')], even(1000), {
      start: 0,
      end: 99,
    });
    expect(
      codes.map(({ codeName, counts }) => [codeName, counts['only-first'], counts['only-second']]),
    ).toEqual([
      ['Pass', 0, 1],
      ['Touch', 1, 0],
    ]);
  });

  it('give every range back exactly once', () => {
    for (const seed of seeds) {
      const random = createRandom(seed);
      const [first, second] = [someMarks(random, 300), someMarks(random, 300)];
      const { codes, total } = compare(first, second, uneven(random, 300));
      const { matched, shifted } = total.counts;
      expect(matched + shifted + total.counts['only-first']).toBe(first.length);
      expect(matched + shifted + total.counts['only-second']).toBe(second.length);
      expect(codes.flatMap(({ pairs }) => pairs).length).toBe(
        Object.values(total.counts).reduce((sum, count) => sum + count, 0),
      );
    }
  });
});

describe('kappa', () => {
  it('of the worked example with 50 frames: 20 both, 5 and 10 alone, 15 neither, is 0.4', () => {
    const { codes, total } = compare([mark(0, 24)], [mark(0, 19), mark(25, 34)], even(50));
    const [{ kappa, observed, table } = { kappa: null, observed: null, table: null }] = codes;
    expect(Object.values(table ?? {}).map((seconds) => Math.round(seconds * 25))).toEqual([20, 5, 10, 15]);
    expect(observed).toBeCloseTo(0.7, 10);
    expect(kappa?.value).toBeCloseTo(0.4, 10);
    expect(total.kappa.value).toBeCloseTo(0.4, 10);
  });

  it('weighs each frame by the time for which it is shown', () => {
    // Four frames of 1, 1, 4 and 4 seconds: the last is marked by one side alone.
    const times = { startSeconds: [0, 1, 2, 6], endSeconds: 10 };
    const { observed, kappa } = compare([mark(2, 3)], [mark(2, 2)], times).total;
    expect(observed).toBeCloseTo(0.6, 10);
    const byChance = 0.8 * 0.4 + 0.2 * 0.6;
    expect(kappa.value).toBeCloseTo((0.6 - byChance) / (1 - byChance), 10);
  });

  it('is the same whichever side is named first, and so are the counts', () => {
    for (const seed of seeds) {
      const random = createRandom(seed);
      const times = uneven(random, 300);
      const [first, second] = [someMarks(random, 300), someMarks(random, 300)];
      const there = compare(first, second, times).total;
      const back = compare(second, first, times).total;
      expect(back.observed ?? -1).toBeCloseTo(there.observed ?? -1, 10);
      if (there.kappa.value !== null) expect(back.kappa.value).toBeCloseTo(there.kappa.value, 10);
      else expect(back.kappa.value).toBeNull();
      expect([back.counts.matched, back.counts.shifted, back.counts['only-first']]).toEqual([
        there.counts.matched,
        there.counts.shifted,
        there.counts['only-second'],
      ]);
    }
  });

  it('is 1 for the same marking, and never above', () => {
    for (const seed of seeds) {
      const random = createRandom(seed);
      const times = uneven(random, 300);
      const marks = someMarks(random, 300);
      const other = someMarks(random, 300);
      for (const { kappa, observed, counts, pairs } of compare(marks, marks, times).codes) {
        expect(counts.matched).toBe(pairs.length);
        expect(observed).toBeCloseTo(1, 10);
        if (kappa.value !== null) expect(kappa.value).toBeCloseTo(1, 10);
      }
      for (const { kappa } of compare(marks, other, times).codes) {
        if (kappa.value !== null) expect(kappa.value).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });

  it('is about 0 where the sides mark without knowing of each other', () => {
    const frames = 40_000;
    const random = createRandom(7);
    const drawn = (share: number) =>
      Array.from({ length: frames }, (_, frame) => frame)
        .filter(() => random.next() < share)
        .map((frame) => mark(frame, frame));
    const { kappa, observed } = compare(drawn(0.3), drawn(0.6), even(frames)).total;
    expect(Math.abs(kappa.value ?? 1)).toBeLessThan(0.02);
    expect(observed).toBeCloseTo(0.3 * 0.6 + 0.7 * 0.4, 1);
  });

  it.each([
    [[], [mark(3, 5)], 'first-never'],
    [[mark(3, 5)], [], 'second-never'],
    [[mark(0, 99)], [mark(3, 5)], 'first-always'],
    [[mark(3, 5)], [mark(0, 40), mark(41, 99)], 'second-always'],
  ] as const)(
    'is not defined where a side marks nothing or everything, and says which (%#)',
    (first, second, because) => {
      const [code] = compare(first, second, even(100)).codes;
      expect(code?.kappa).toEqual({ value: null, because });
    },
  );

  it('over some codes is that of a comparison without the others', () => {
    const first = [mark(0, 24), mark(0, 49, 'Pass'), mark(30, 40, 'Shot')];
    const second = [mark(0, 19), mark(25, 34), mark(0, 49, 'Pass')];
    const without = (marks: readonly Mark[]) => marks.filter(({ codeName }) => codeName !== 'Shot');
    expect(withoutCodes(compare(first, second, even(100)), new Set(['Shot']))).toEqual(
      compare(without(first), without(second), even(100)),
    );
  });

  it('over all codes comes from their times added up', () => {
    const { codes, total } = compare(
      [mark(0, 24), mark(0, 49, 'Pass')],
      [mark(0, 19), mark(25, 34), mark(0, 49, 'Pass')],
      even(100),
    );
    const sum = (key: 'both' | 'neither') => codes.reduce((all, { table }) => all + table[key], 0);
    expect(total.table.both).toBeCloseTo(sum('both'), 10);
    expect(total.observed).toBeCloseTo((sum('both') + sum('neither')) / 8, 10);
  });
});
