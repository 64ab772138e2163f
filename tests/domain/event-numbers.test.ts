import { describe, expect, it } from 'vitest';
import {
  type ClipSeconds,
  type Code,
  countsOverTime,
  type EventCell,
  equalPeriods,
  joinTexts,
  labelGroups,
  labelMatrix,
  labelsOfText,
  labelsText,
  niceBinSeconds,
  numbersPerCode,
  numbersPerPeriod,
  type ProjectEvent,
  periodsOfCode,
  rangeOfSeconds,
  secondsOfRange,
  splitTexts,
} from '#common/domain/index.ts';
import { createRandom, type Random } from '../random.ts';

const code = (id: string): Code => ({
  kind: 'code',
  id,
  name: id,
  colour: '#e69f00',
  order: 0,
  role: 'event',
  hidden: false,
  locked: false,
});

const event = (
  over: Partial<ProjectEvent> & Pick<ProjectEvent, 'id' | 'codeId' | 'range'>,
): ProjectEvent => ({
  kind: 'event',
  clipId: 'clip',
  labels: [],
  note: '',
  by: { kind: 'person' },
  evidence: [],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...over,
});

/** Frame times that are uneven where `jitter` is more than 0. */
function someTimes(random: Random, frameCount: number, rate: number, jitter: number): ClipSeconds {
  const startSeconds: number[] = [];
  let at = random.pick([0, 0, 1.4, -0.08]);
  for (let frame = 0; frame < frameCount; frame += 1) {
    startSeconds.push(at);
    at += (1 / rate) * (1 + jitter * random.next());
  }
  return { startSeconds, endSeconds: at };
}

const codes = ['pass', 'shot', 'half'].map(code);

function someEvents(random: Random, count: number, frameCount: number): readonly ProjectEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const start = random.integer(frameCount);
    const labels = Array.from({ length: random.integer(4) }, () => ({
      group: random.pick(['foot', 'height', '']),
      text: random.pick(['left', 'right', 'low']),
    }));
    return event({
      id: `event-${index}`,
      codeId: random.pick(codes).id,
      range: { start, end: Math.min(frameCount - 1, start + random.integer(40)) },
      labels,
    });
  });
}

const sum = (cells: readonly EventCell[]) => ({
  count: cells.reduce((total, cell) => total + cell.count, 0),
  ids: cells.flatMap(({ eventIds }) => eventIds).sort(),
});
const whole = (cell: EventCell) => ({ count: cell.count, ids: [...cell.eventIds].sort() });

describe('A range in seconds', () => {
  it('ends where its last frame ends', () => {
    const times = { startSeconds: [0, 0.04, 0.1], endSeconds: 0.2 };
    expect(secondsOfRange(times, { start: 0, end: 1 })).toEqual({ start: 0, end: 0.1 });
    expect(secondsOfRange(times, { start: 2, end: 2 })).toEqual({ start: 0.1, end: 0.2 });
  });

  it('gives the same frames back, at any rate and with uneven frames, even when rounded to a fifth of a frame', () => {
    const random = createRandom(71);
    for (let round = 0; round < 300; round += 1) {
      const rate = random.pick([10, 23.976, 25, 29.97, 50, 59.94, 240]);
      const frameCount = 1 + random.integer(200);
      const times = someTimes(random, frameCount, rate, random.pick([0, 0.9]));
      const start = random.integer(frameCount);
      const range = { start, end: start + random.integer(frameCount - start) };
      const seconds = secondsOfRange(times, range);
      const off = () => (0.2 / rate) * (2 * random.next() - 1);
      expect(rangeOfSeconds(times, seconds.start, seconds.end)).toEqual(range);
      expect(rangeOfSeconds(times, seconds.start + off(), seconds.end + off())).toEqual(range);
    }
  });

  it('is at least one frame, and stays within the clip', () => {
    const times = someTimes(createRandom(1), 50, 25, 0);
    const at = times.startSeconds[10] ?? 0;
    expect(rangeOfSeconds(times, at, at)).toEqual({ start: 10, end: 10 });
    expect(rangeOfSeconds(times, -100, 1e9)).toEqual({ start: 0, end: 49 });
    expect(rangeOfSeconds(times, 500, 600)).toEqual({ start: 49, end: 49 });
  });
});

describe('Numbers of events', () => {
  it('count, add up and average what each code holds', () => {
    const times = new Map([['clip', { startSeconds: [0, 1, 2, 3], endSeconds: 5 }]]);
    const events = [
      event({ id: 'a', codeId: 'pass', range: { start: 0, end: 0 } }),
      event({ id: 'b', codeId: 'pass', range: { start: 2, end: 3 } }),
    ];
    expect(numbersPerCode(codes, events, times)).toEqual([
      { codeId: 'pass', count: 2, totalSeconds: 4, meanSeconds: 2, eventIds: ['a', 'b'] },
      { codeId: 'shot', count: 0, totalSeconds: 0, meanSeconds: null, eventIds: [] },
      { codeId: 'half', count: 0, totalSeconds: 0, meanSeconds: null, eventIds: [] },
    ]);
  });

  it('agree with one another however they are cut: by code, period, label and time', () => {
    const random = createRandom(72);
    for (let round = 0; round < 100; round += 1) {
      const frameCount = 1 + random.integer(400);
      const clip = someTimes(random, frameCount, 25, random.pick([0, 2]));
      const times = new Map([['clip', clip]]);
      const events = someEvents(random, random.integer(60), frameCount);
      const perCode = numbersPerCode(codes, events, times);
      expect(sum(perCode).count).toBe(events.length);

      const periods = random.pick([
        equalPeriods('clip', clip, 1 + random.integer(6)),
        periodsOfCode(code('half'), events),
      ]);
      numbersPerPeriod(codes, events, periods, times).forEach((row, index) => {
        expect(sum([...row.cells, row.outside])).toEqual(whole(row.all));
        expect(whole(row.all)).toEqual(whole(perCode[index] as EventCell));
      });

      for (const group of labelGroups(events)) {
        labelMatrix(codes, events, group, times).rows.forEach((row, index) => {
          const ids = new Set([...row.cells, row.without].flatMap(({ eventIds }) => eventIds));
          expect([...ids].sort()).toEqual(whole(row.all).ids);
          expect(row.all.totalSeconds).toBeCloseTo(perCode[index]?.totalSeconds ?? -1, 9);
        });
      }

      const bins = countsOverTime(codes, events, times, random.pick([0.5, 1, 7]));
      codes.forEach((_, index) => {
        const cells = bins.flatMap((bin) => bin.cells[index] ?? []);
        expect(sum(cells)).toEqual(whole(perCode[index] as EventCell));
      });
    }
  });

  it('cut a clip into equal parts that cover each frame once', () => {
    const random = createRandom(73);
    for (let round = 0; round < 100; round += 1) {
      const frameCount = 1 + random.integer(90);
      const clip = someTimes(random, frameCount, 25, random.pick([0, 3]));
      const periods = equalPeriods('clip', clip, 1 + random.integer(9));
      const frames = periods.flatMap(({ range }) =>
        Array.from({ length: range.end - range.start + 1 }, (_, index) => range.start + index),
      );
      expect(frames).toEqual(Array.from({ length: frameCount }, (_, index) => index));
    }
  });

  it('name a period by its labels, else by its place', () => {
    const halves = [
      event({ id: 'b', codeId: 'half', range: { start: 9, end: 12 } }),
      event({
        id: 'a',
        codeId: 'half',
        range: { start: 0, end: 5 },
        labels: [{ group: '', text: '1st' }],
      }),
    ];
    expect(periodsOfCode(code('half'), halves).map(({ title }) => title)).toEqual(['1st', 'half 2']);
  });

  it('come in bins of a length that people count in', () => {
    expect([niceBinSeconds(2, 20), niceBinSeconds(95, 20), niceBinSeconds(5400, 20)]).toEqual([0.1, 5, 300]);
  });
});

describe('Labels as text', () => {
  it('say the group before the text', () => {
    const labels = [
      { group: 'Foot', text: 'left' },
      { group: '', text: 'won' },
    ];
    expect(labelsText(labels)).toBe('Foot: left; won');
    expect(labelsOfText(labelsText(labels))).toEqual(labels);
  });

  it('of one group share a cell and are read back the same, whatever they hold', () => {
    const random = createRandom(74);
    const signs = ['a', 'é', ';', '\\', ' ', '\n', '\t', ':', '"', '日', '😀', ',', '='];
    for (let round = 0; round < 2000; round += 1) {
      const texts = Array.from({ length: random.integer(4) }, () =>
        Array.from({ length: 1 + random.integer(5) }, () => random.pick(signs)).join(''),
      );
      expect(splitTexts(joinTexts(texts))).toEqual(texts);
    }
    expect(splitTexts('left;low ; C:\\clips')).toEqual(['left', 'low', 'C:\\clips']);
  });
});
