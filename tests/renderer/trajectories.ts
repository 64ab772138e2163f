import type { FramesStep, Trajectory, TurnStep } from '#common/domain/index.ts';

/** Values for tests of what shows a trajectory. */
export const frames = (
  by: FramesStep['by'],
  start: number,
  end: number,
  indices: readonly number[],
): FramesStep => ({
  kind: 'frames',
  by,
  range: { start, end },
  frames: indices.map((index) => ({ index, timeSeconds: index / 30, width: 64, height: 64, sha256: '' })),
});

export const turn = (number: number, change: Partial<TurnStep> = {}): TurnStep => ({
  kind: 'turn',
  turn: number,
  thought: '',
  action: null,
  raw: '',
  warnings: [],
  usage: { newTokens: 400, cachedTokens: 0, generatedTokens: 20 },
  seconds: 1.5,
  ...change,
});

export const trajectory = (change: Partial<Trajectory> = {}): Trajectory => ({
  id: 't1',
  clipId: 'c1',
  clipName: 'dive.mp4',
  question: 'When does the diver leave the board?',
  mode: 'iterative',
  engine: { id: 'e', name: 'E', device: 'CPU', local: true, weightsSha256: null, summary: 'A test.' },
  seed: 0,
  scope: null,
  eventId: null,
  form: { kind: 'text' },
  settings: null,
  branch: null,
  probe: null,
  blind: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  status: 'running',
  steps: [],
  answer: null,
  formatValid: null,
  failure: null,
  ...change,
});
