import { describe, expect, it } from 'vitest';
import { type Code, coveredSeconds, numbersPerPeriod, type ProjectEvent } from '#common/domain/index.ts';
import { joinPeriods } from '#renderer/numbers/join-periods.ts';
import { createRandom } from '../../random.ts';

const event = (id: string, start: number, end: number, clipId = 'a'): ProjectEvent => ({
  ...{ kind: 'event', id, clipId, codeId: 'pass', range: { start, end }, labels: [], note: '' },
  ...{ by: { kind: 'person' }, evidence: [], createdAt: '' },
});
/** Ten frames a second, a hundred frames. */
const clip = { startSeconds: Array.from({ length: 100 }, (_, frame) => frame / 10), endSeconds: 10 };
const times = new Map([
  ['a', clip],
  ['b', clip],
]);

describe('The time that events cover', () => {
  it('counts once what several cover, and each clip by itself', () => {
    const events = [
      event('1', 0, 9),
      event('2', 5, 14),
      event('3', 6, 7),
      event('4', 20, 29),
      event('5', 0, 9, 'b'),
    ];
    expect(coveredSeconds(events, times)).toBeCloseTo(1.5 + 1 + 1);
    expect(coveredSeconds([event('1', 0, 9, 'unknown')], times)).toBe(0);
    expect(coveredSeconds([], times)).toBe(0);
  });

  it('is that of all frames of any event, whatever their order', () => {
    const random = createRandom(7);
    for (let round = 0; round < 50; round += 1) {
      const frames = new Set<string>();
      const events = Array.from({ length: 1 + random.integer(12) }, (_, at) => {
        const start = random.integer(90);
        const made = event(String(at), start, start + random.integer(10), random.pick(['a', 'b']));
        for (let frame = start; frame <= made.range.end; frame += 1) frames.add(`${made.clipId} ${frame}`);
        return made;
      });
      expect(coveredSeconds(events, times)).toBeCloseTo(frames.size / 10);
    }
  });
});

describe('Periods of several clips', () => {
  it('are one column where they are the same part', () => {
    const part = (clipId: string, at: number) => ({
      id: `part-${at}`,
      title: `${at} of 2`,
      clipId,
      range: at === 1 ? { start: 0, end: 49 } : { start: 50, end: 99 },
    });
    const periods = [part('a', 1), part('a', 2), part('b', 1), part('b', 2)];
    const code: Code = {
      ...{ kind: 'code', id: 'pass', name: 'Pass', colour: '', order: 0, role: 'event' },
      ...{ hidden: false, locked: false },
    };
    const events = [event('1', 0, 9), event('2', 60, 69), event('3', 10, 29, 'b')];
    const joined = joinPeriods(periods, numbersPerPeriod([code], events, periods, times));
    expect(joined.periods.map(({ title }) => title)).toEqual(['1 of 2', '2 of 2']);
    expect(joined.rows[0]?.cells.map(({ count, eventIds }) => [count, eventIds])).toEqual([
      [2, ['1', '3']],
      [1, ['2']],
    ]);
    expect(joined.rows[0]?.cells[0]?.meanSeconds).toBeCloseTo(1.5);
    const apart = periods.slice(0, 2);
    expect(joinPeriods(apart, []).periods).toBe(apart);
  });
});
