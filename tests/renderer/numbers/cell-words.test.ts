import { describe, expect, it } from 'vitest';
import { cellWords, edgeSeconds, shareWords, tableSeconds } from '#renderer/numbers/cell-words.ts';

const cell = { count: 1234, totalSeconds: 3725.04, meanSeconds: 3.02, eventIds: [] };

describe('A number in a table', () => {
  it('is a count, or seconds to a tenth, and nothing where there is nothing', () => {
    expect(cellWords(cell, 'count')).toBe('1\u2009234');
    expect(cellWords(cell, 'total')).toBe('1:02:05.0');
    expect(cellWords(cell, 'mean')).toBe('3.0 s');
    const none = { count: 0, totalSeconds: 0, meanSeconds: null, eventIds: [] };
    expect((['count', 'total', 'mean'] as const).map((measure) => cellWords(none, measure))).toEqual([
      '',
      '',
      '',
    ]);
  });

  it('never rounds to sixty seconds', () => {
    expect([0, 59.94, 59.96, 60, 119.96, 3599.97].map(tableSeconds)).toEqual([
      ...['0.0 s', '59.9 s', '1:00.0', '1:00.0', '2:00.0', '1:00:00.0'],
    ]);
  });

  it('is short at the edges of a chart', () => {
    expect([0, 2.5, 30, 90, 90.5, 3600].map(edgeSeconds)).toEqual([
      ...['0 s', '2.5 s', '30 s', '1:30', '1:30.5', '1:00:00'],
    ]);
  });

  it('as a share has a decimal where that says something', () => {
    expect([0.342, 0.0078, 0.0999, 1, 0, Number.NaN, Number.POSITIVE_INFINITY].map(shareWords)).toEqual([
      ...['34 %', '0.8 %', '10.0 %', '100 %', '', '', ''],
    ]);
  });
});
