import type { Job } from '#common/domain/index.ts';

export const job = (change: Partial<Job> = {}): Job => ({
  id: 'j1',
  kind: 'analyse',
  title: 'dive.mp4',
  clipId: 'c1',
  status: 'running',
  stage: 'Analysing',
  progress: 0.1,
  startedAt: '2026-01-01T00:00:00Z',
  failure: null,
  result: null,
  ...change,
});

export const exported = (change: Partial<Job> = {}): Job =>
  job({
    kind: 'export',
    title: 'dive.mp4, frames 3–9',
    status: 'done',
    progress: 1,
    result: {
      fileName: 'dive 3–9.mp4',
      sizeBytes: 81_234,
      frameCount: 7,
      note: '',
      downloadPath: '/media/exports/j1',
    },
    ...change,
  });
