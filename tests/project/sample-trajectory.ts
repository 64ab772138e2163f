import type { FramesStep, Trajectory, TrajectoryEvent, TurnStep } from '#common/domain/index.ts';

export const sampleTrajectory = (id: string, clipId = 'clip-1'): Trajectory => ({
  id,
  clipId,
  clipName: 'dive.mp4',
  question: 'When does the diver leave the board? — “né”, 水',
  mode: 'iterative',
  engine: {
    id: 'nano',
    name: 'Nano',
    device: 'CPU',
    local: true,
    weightsSha256: 'ab'.repeat(32),
    summary: 'Knows rendered dives only.',
  },
  seed: 7,
  scope: null,
  eventId: null,
  form: { kind: 'text' },
  settings: null,
  branch: null,
  probe: null,
  blind: false,
  createdAt: '2026-01-02T03:04:05.000Z',
  status: 'running',
  steps: [],
  answer: null,
  formatValid: null,
  failure: null,
});

export const framesStep: FramesStep = {
  kind: 'frames',
  by: 'start',
  range: { start: 0, end: 229 },
  frames: [
    { index: 0, timeSeconds: 0, width: 320, height: 180, sha256: '00'.repeat(32) },
    { index: 229, timeSeconds: 7.633_333_333_333, width: 320, height: 180, sha256: 'ff'.repeat(32) },
  ],
};

export const turnStep = (turn: number): TurnStep => ({
  kind: 'turn',
  turn,
  thought: `Thought ${turn}: the hands touch at frame 61 🏊`,
  action: { kind: 'look', range: { start: 35, end: 59 } },
  raw: '<think>…</think>',
  warnings: [{ kind: 'claim-without-frame', message: 'Frame 61 had not been shown.', frame: 61 }],
  usage: { newTokens: 10, cachedTokens: 20, generatedTokens: 30 },
  seconds: 0.25,
});

export const answeredEnd: Extract<TrajectoryEvent, { type: 'trajectory-end' }> = {
  type: 'trajectory-end',
  status: 'answered',
  answer: 'frame 61',
  formatValid: true,
  failure: null,
};
