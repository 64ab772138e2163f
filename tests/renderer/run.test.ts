import { describe, expect, it } from 'vitest';
import type { TrajectoryEvent } from '#common/domain/index.ts';
import { applyRunEvent, breakOffRun, newRun, type Run, runOfTrajectory } from '#renderer/app/state/run.ts';
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
const play = (events: readonly TrajectoryEvent[], from: Run = newRun('k', request)) =>
  events.reduce(applyRunEvent, from);

const start: TrajectoryEvent = { type: 'trajectory-start', trajectory: trajectory() };

describe('A run', () => {
  it('collects the text of the turn that is written and drops it when the turn is there', () => {
    const writing = play([
      start,
      { type: 'turn-start', turn: 1 },
      { type: 'text-delta', turn: 1, text: '<think>a' },
      { type: 'text-delta', turn: 1, text: 'b' },
    ]);
    expect(writing.live).toEqual({ turn: 1, raw: '<think>ab' });
    const written = play([{ type: 'step', step: turn(1) }], writing);
    expect(written.live).toBeNull();
    expect(written.trajectory?.steps).toHaveLength(1);
  });

  it('does not mix a new turn’s text with that of the last', () => {
    const run = play([
      start,
      { type: 'text-delta', turn: 1, text: 'old' },
      { type: 'text-delta', turn: 2, text: 'new' },
    ]);
    expect(run.live).toEqual({ turn: 2, raw: 'new' });
  });

  it('shows progress until something happens', () => {
    const run = play([start, { type: 'progress', stage: 'encoding', done: 5, total: 8 }]);
    expect(run.progress).toEqual({ stage: 'encoding', done: 5, total: 8 });
    expect(play([{ type: 'turn-start', turn: 1 }], run).progress).toBeNull();
  });

  it('keeps a look waiting until its frames were shown', () => {
    const waiting = { ...play([start]), waitingLooks: [{ start: 10, end: 20 }] };
    const other = play([{ type: 'step', step: frames('model', 10, 20, [10]) }], waiting);
    expect(other.waitingLooks).toHaveLength(1);
    const shown = play([{ type: 'step', step: frames('analyst', 10, 20, [10]) }], other);
    expect(shown.waitingLooks).toEqual([]);
  });

  it('ends with its last event', () => {
    const run = play([
      start,
      { type: 'trajectory-end', status: 'answered', answer: 'frame 3', formatValid: true, failure: null },
    ]);
    expect(run.running).toBe(false);
    expect(run.trajectory?.answer).toBe('frame 3');
  });

  it('is cancelled without a problem and failed with one when its stream breaks off', () => {
    expect(breakOffRun(play([start]), null).trajectory?.status).toBe('cancelled');
    const failed = breakOffRun(play([start]), { code: 'X', message: 'Lost.' });
    expect(failed.trajectory?.status).toBe('failed');
    expect(failed.problem?.message).toBe('Lost.');
  });

  it('can be asked again with the looks that came with it', () => {
    const again = runOfTrajectory(
      trajectory({
        steps: [
          frames('start', 0, 99, [0]),
          frames('analyst', 30, 40, [30]),
          turn(1),
          frames('analyst', 50, 60, [50]),
        ],
      }),
    );
    expect(again.request.looks).toEqual([{ start: 30, end: 40 }]);
  });
});
