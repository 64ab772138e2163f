import { describe, expect, it } from 'vitest';
import { type JobPace, nextPace, secondsLeft } from '#renderer/app/state/job-pace.ts';
import { jobWords, roughSeconds, stageWords } from '#renderer/jobs/job-words.ts';

const paceOf = (stage: string, reports: readonly (readonly [at: number, progress: number | null])[]) =>
  reports.reduce<JobPace | undefined>(
    (pace, [at, progress]) => nextPace(pace, stage, progress, at),
    undefined,
  );

describe('The time left', () => {
  it('follows from the pace so far', () => {
    const pace = paceOf('Indexing', [
      [0, 0],
      [5000, 0.25],
      [10_000, 0.5],
    ]);
    expect(secondsLeft(pace, 10_000)).toBeCloseTo(10);
  });

  it('is not told before there is anything to go by', () => {
    expect(secondsLeft(undefined, 0)).toBeNull();
    expect(secondsLeft(paceOf('A', [[0, 0.5]]), 60_000)).toBeNull();
    expect(
      secondsLeft(
        paceOf('A', [
          [0, 0],
          [300, 0.1],
        ]),
        300,
      ),
    ).toBeNull();
    expect(
      secondsLeft(
        paceOf('A', [
          [0, null],
          [9000, null],
        ]),
        9000,
      ),
    ).toBeNull();
  });

  it('forgets the old pace, and a stage before', () => {
    const slowThenFast = paceOf('A', [
      [0, 0],
      [60_000, 0.1],
      [70_000, 0.5],
      [80_000, 0.9],
    ]);
    expect(secondsLeft(slowThenFast, 80_000)).toBeLessThan(4);
    const next = nextPace(slowThenFast, 'B', 0.02, 81_000);
    expect(next.samples).toHaveLength(1);
  });

  it('grows while work stalls', () => {
    const pace = paceOf('A', [
      [0, 0],
      [10_000, 0.5],
    ]);
    expect(secondsLeft(pace, 30_000)).toBeCloseTo(30);
  });

  it('keeps something to measure very slow work by', () => {
    const pace = paceOf('A', [
      [0, 0],
      [100_000, 0.1],
      [200_000, 0.2],
    ]);
    expect(secondsLeft(pace, 200_000)).toBeCloseTo(800);
  });
});

describe('The words of a job', () => {
  it('name stage, share and time left', () => {
    const standing = { kind: 'open', stage: 'Indexing', progress: 0.489, secondsLeft: 11.2 } as const;
    expect(jobWords(standing)).toBe('Indexing 48 % · 12 s left');
    expect(stageWords(standing)).toBe('Indexing 48 %');
    expect(jobWords({ ...standing, progress: null, secondsLeft: null })).toBe('Indexing');
    expect(stageWords({ ...standing, stage: '', progress: null })).toBe('Opening');
  });

  it('are no more exact than a forecast can be', () => {
    expect([0.2, 59.5, 61, 3600, 7800].map(roughSeconds)).toEqual([
      '1 s',
      '60 s',
      '2 min',
      '1 h 0 min',
      '2 h 10 min',
    ]);
  });
});
