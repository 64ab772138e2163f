import { describe, expect, it } from 'vitest';
import { newRun } from '#renderer/app/state/run.ts';
import { gaps, looksOfRun } from '#renderer/timeline/looks.ts';
import { frames, trajectory, turn } from './trajectories.ts';

const request = {
  clipId: 'c1',
  question: 'Q',
  mode: 'iterative',
  engine: 'e',
  looks: [],
  form: { kind: 'text' },
  scope: null,
  blind: false,
  eventId: null,
} as const;

describe('What a question puts on the timeline', () => {
  const run = {
    ...newRun('k', request),
    trajectory: trajectory({
      steps: [
        frames('start', 0, 99, [0, 50, 99]),
        turn(1),
        frames('model', 20, 40, [20, 30, 40]),
        turn(2),
        frames('analyst', 35, 60, [35, 50, 60]),
      ],
    }),
    waitingLooks: [{ start: 80, end: 90 }],
  };
  const shown = looksOfRun(run);

  it('numbers a look by the turn that asked for it and keeps overlapping ones apart', () => {
    expect(shown.looks.map(({ by, turn: number, lane }) => [by, number, lane])).toEqual([
      ['model', 1, 0],
      ['analyst', 2, 1],
      ['analyst', 2, 0],
    ]);
    expect(shown.looks[2]?.waiting).toBe(true);
    expect(shown.laneCount).toBe(2);
  });

  it('marks each frame sent once, a looked-at one as such', () => {
    expect(shown.seen.map(({ frame }) => frame)).toEqual([0, 20, 30, 35, 40, 50, 60, 99]);
    expect(shown.seen.find(({ frame }) => frame === 50)?.by).toBe('analyst');
  });

  it('leave gaps between them, and none where they cover all', () => {
    expect(gaps([], 10)).toEqual([{ start: 0, end: 9 }]);
    expect(gaps([{ start: 0, end: 9 }], 10)).toEqual([]);
  });
});
