import { describe, expect, it } from 'vitest';
import { trajectoryEventSchema } from '#common/contract/schemas.ts';
import { applyTrajectoryEvent, type Trajectory } from '#common/domain/index.ts';
import { newRun, type Run, runOfTrajectory } from '#renderer/app/state/run.ts';
import { findRuns, historyFilters } from '#renderer/trace/find-runs.ts';
import { fileNameOf } from '#renderer/trace/save-text.ts';
import { traceLines, traceText } from '#renderer/trace/trace-text.ts';
import { frames, trajectory, turn } from './trajectories.ts';

const whole = trajectory({
  status: 'answered',
  answer: 'frame 44',
  formatValid: true,
  scope: { start: 0, end: 99 },
  seed: 7,
  engine: { ...trajectory().engine, weightsSha256: 'abc123' },
  steps: [
    frames('start', 0, 99, [0, 33, 66, 99]),
    turn(1, {
      thought: 'It lies between 33 and 66.',
      action: { kind: 'look', range: { start: 33, end: 66 } },
      warnings: [{ kind: 'claim-without-frame', message: 'Frame 50 was not sent.', frame: 50 }],
    }),
    frames('model', 33, 66, [33, 44, 55, 66]),
    turn(2, { action: { kind: 'answer', text: 'frame 55' } }),
    { kind: 'question', text: 'Are you sure?', form: { kind: 'text' } },
    turn(3, { action: { kind: 'answer', text: 'frame 44' } }),
    { kind: 'notice', message: 'One picture was refused.' },
  ],
});

describe('A trace as text', () => {
  const text = traceText(whole, 100);

  it('has question, looks with frame numbers and times, answers, evidence, engine, weights, seed and tokens', () => {
    for (const part of [
      'Question: When does the diver leave the board?',
      'about 0–99',
      'seed 7',
      'Engine: E · CPU · weights SHA-256 abc123',
      'Turn 1 · 1.5 s · 400 new + 0 cached tokens · 20 written',
      'Looked at 33–66 · 4 frames',
      '  Frame 44 · 00:01.467 · 64×64',
      '! Frame 50 was not sent.',
      '→ frame 55',
      'Question: Are you sure?',
      'One picture was refused.',
      'Answer: frame 44',
      'Evidence: 44',
    ])
      expect(text).toContain(part);
  });

  it('says how it ended where there is no answer', () => {
    const failure = { code: 'ENGINE_TIMEOUT', message: 'The server took too long.' } as const;
    expect(traceText(trajectory({ status: 'failed', failure }), 100)).toContain('The server took too long.');
    expect(traceText(trajectory({ status: 'cancelled' }), 100)).toContain('Cancelled.');
  });
});

describe('A trace as JSON lines', () => {
  it('gives the same trajectory when its events are read again', () => {
    for (const each of [whole, trajectory({ status: 'cancelled', formatValid: false })]) {
      const events = traceLines(each)
        .trimEnd()
        .split('\n')
        .map((line) => trajectoryEventSchema.parse(JSON.parse(line)));
      const read = events.reduce<Trajectory>(applyTrajectoryEvent, trajectory());
      expect(read).toEqual(each);
    }
  });

  it('has a name that every file system takes', () => {
    expect(fileNameOf('dive.mp4 Where: left/right?', 'jsonl')).toBe('dive.mp4 Where left right.jsonl');
    expect(fileNameOf('///', 'jsonl')).toBe('trace.jsonl');
    expect(fileNameOf('x'.repeat(300), 'jsonl').length).toBeLessThan(100);
  });
});

describe('Earlier questions', () => {
  const run = (change: Partial<Trajectory>): Run => runOfTrajectory(trajectory(change));
  const runs = [
    run({ id: 'a', question: 'When is the take-off?', answer: 'frame 37' }),
    run({ id: 'b', question: 'Which group?', answer: 'Reverse', mode: 'passive' }),
    run({ id: 'c', question: 'And the entry?', engine: { ...trajectory().engine, id: 'x', name: 'X' } }),
    newRun('new-1', { ...run({}).request, question: 'Just asked' }),
    runOfTrajectory({ ...whole, id: 'd' }),
  ];
  const found = (words: string, filter = '') => findRuns(runs, words, filter).map(({ key }) => key);

  it('are found by words of question and answers, in any order', () => {
    expect(found('take-off WHEN')).toEqual(['a']);
    expect(found('reverse')).toEqual(['b']);
    expect(found('are you sure')).toEqual(['d']);
    expect(found('nothing like it')).toEqual([]);
    expect(found('')).toHaveLength(runs.length);
  });

  it('are filtered by engine and mode, where there are several', () => {
    expect(historyFilters(runs).map(({ name }) => name)).toEqual(['E', 'X', 'Iterative', 'Passive']);
    expect(found('', 'engine x')).toEqual(['c']);
    expect(found('', 'mode passive')).toEqual(['b']);
    expect(historyFilters(runs.slice(0, 1))).toEqual([]);
  });
});
