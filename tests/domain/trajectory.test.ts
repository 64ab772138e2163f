import { expect, test } from 'vitest';
import {
  agentEngineId,
  applyTrajectoryEvent,
  DeepSportError,
  fitWithin,
  framesShown,
  isOtherAgent,
  type TrajectoryEvent,
  throwIfCancelled,
  toDeepSportError,
} from '#common/domain/index.ts';
import { answeredEnd, framesStep, sampleTrajectory, turnStep } from '../project/sample-trajectory.ts';

test('events applied in order give the trajectory; deltas and progress leave it as it is', () => {
  const trajectory = sampleTrajectory('t1');
  const events: readonly TrajectoryEvent[] = [
    { type: 'trajectory-start', trajectory },
    { type: 'progress', stage: 'extracting', done: 1, total: 2 },
    { type: 'step', step: framesStep },
    { type: 'turn-start', turn: 1 },
    { type: 'text-delta', turn: 1, text: '<think>' },
    { type: 'step', step: turnStep(1) },
    answeredEnd,
  ];
  const end = events.reduce(applyTrajectoryEvent, sampleTrajectory('other'));
  expect(end).toEqual({
    ...trajectory,
    steps: [framesStep, turnStep(1)],
    status: 'answered',
    answer: 'frame 61',
    formatValid: true,
  });
  expect(framesShown(end)).toEqual(framesStep.frames);
});

test('an error keeps its code; an abort is a cancel; anything else keeps its reason', () => {
  const known = new DeepSportError('DISK_FULL', 'Full.');
  expect(toDeepSportError(known)).toBe(known);
  expect(toDeepSportError(new DOMException('stop', 'AbortError')).code).toBe('CANCELLED');
  expect(toDeepSportError(new TypeError('x is not y'))).toMatchObject({
    code: 'INTERNAL',
    message: 'Something went wrong inside DeepSport: x is not y',
  });
  const told = (reason: string) => toDeepSportError(new Error(reason)).message.split('DeepSport: ')[1];
  expect(told("Cannot find module '/opt/app/out/chunks/x-1.js'")).toBe("Cannot find module 'x-1.js'");
  expect(told('open C:\\Users\\Ana\\clip.mp4 failed')).toBe('open clip.mp4 failed');
  expect(told('import of file:///srv/app/main/cli.js')).toBe('import of cli.js');
  expect(told('http://127.0.0.1:8000/v1/models says 3/4')).toBe('http://127.0.0.1:8000/v1/models says 3/4');
  expect(() => throwIfCancelled(AbortSignal.abort())).toThrow('Cancelled.');
  expect(() => throwIfCancelled(undefined)).not.toThrow();
});

test('a size fits within bounds without being enlarged or vanishing', () => {
  expect(fitWithin({ width: 1920, height: 1080 }, { width: 640, height: 360 })).toEqual({
    width: 640,
    height: 360,
  });
  expect(fitWithin({ width: 100, height: 50 }, { width: 640, height: 360 })).toEqual({
    width: 100,
    height: 50,
  });
  expect(fitWithin({ width: 10_000, height: 1 }, { width: 100, height: 100 })).toEqual({
    width: 100,
    height: 1,
  });
});

test('another agent is told from an engine that can be asked', () => {
  expect(isOtherAgent({ id: agentEngineId('Coach') })).toBe(true);
  expect(['nano', 'scripted', 'server:mcp'].map((id) => isOtherAgent({ id }))).toEqual([false, false, false]);
});
