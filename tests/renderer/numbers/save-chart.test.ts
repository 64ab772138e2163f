import { describe, expect, it } from 'vitest';
import type { Code, EventCell } from '#common/domain/index.ts';
import { chartTable } from '#renderer/numbers/save-chart.ts';

const code = (name: string): Code => ({
  ...{
    kind: 'code',
    id: name,
    name,
    colour: '#e69f00',
    order: 0,
    role: 'event',
    hidden: false,
    locked: false,
  },
});
const cell = (count: number): EventCell => ({ count, totalSeconds: 0, meanSeconds: null, eventIds: [] });

describe('A chart as CSV', () => {
  const table = (names: readonly string[], shown = names) => {
    const codes = names.map(code);
    const bins = [
      { startSeconds: 0, endSeconds: 0.5, cells: names.map((_, at) => cell(at)) },
      { startSeconds: 0.5, endSeconds: 1, cells: names.map((_, at) => cell(at + 1)) },
    ];
    return chartTable(
      codes.filter(({ name }) => shown.includes(name)),
      codes,
      bins,
    );
  };

  it('has a line for each stretch of time and a column for each code shown', () => {
    expect(table(['Pass', 'Shot', 'Goal'], ['Pass', 'Goal'])).toBe(
      'start seconds,end seconds,Pass,Goal\r\n0,0.5,0,2\r\n0.5,1,1,3\r\n',
    );
  });

  it('quotes names that hold a separator, a quote or a line', () => {
    expect(table(['Pass, long', 'the "one"', 'two\nlines']).split('\r\n')[0]).toBe(
      'start seconds,end seconds,"Pass, long","the ""one""","two\nlines"',
    );
  });

  it('gives no spreadsheet a formula', () => {
    const [head] = table(['=1+1', '+2', '-3', '@SUM(A1)', '\tx', '=HYPERLINK("a","b")']).split('\r\n');
    expect(head).toBe(`start seconds,end seconds,'=1+1,'+2,'-3,'@SUM(A1),'\tx,"'=HYPERLINK(""a"",""b"")"`);
  });
});
