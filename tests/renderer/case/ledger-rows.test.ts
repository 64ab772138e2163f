import { describe, expect, it } from 'vitest';
import type { Ledger } from '#common/domain/index.ts';
import { rowsKept, rowsSinceStart } from '#renderer/case/ledger-rows.ts';

const kept = {
  ...{ host: 'far.example', bytes: 1000, trajectoryId: 't1', question: 'Which dive?', clipId: 'c' },
  ...{ clipName: 'dive.mp4', engine: 'Large', askedAt: '2026-01-01T00:00:00.000Z' },
};
const line = (trajectoryId: string | null, lastAt: string) => ({
  ...{ host: 'far.example', trajectoryId, bytes: 10, firstAt: lastAt, lastAt },
});

describe('What left this machine, row by row', () => {
  it('names the question that it was for, what was sent last first', () => {
    const ledger: Ledger = {
      sinceStart: [line(null, '1'), line('t1', '2'), line('gone', '3')],
      kept: [kept],
    };
    expect(rowsSinceStart(ledger).map(({ words, clip }) => [words, clip])).toEqual([
      ['A question of another project', ''],
      ['Which dive?', 'dive.mp4'],
      ['Connecting and downloads', ''],
    ]);
  });

  it('names the engine where it was not kept how much was sent, and never says that it was nothing', () => {
    const [row] = rowsKept({ sinceStart: [], kept: [{ ...kept, host: '', bytes: null }] });
    expect(row).toMatchObject({ host: 'Large', bytes: null });
  });
});
