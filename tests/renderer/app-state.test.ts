import { describe, expect, it } from 'vitest';
import type { ClipAnalysis, ClipInfo } from '#common/domain/index.ts';
import { createAppState } from '#renderer/app/state/app-state.ts';
import { createFakeClient, type FakeClientOptions } from './fake-client.ts';
import { job } from './jobs.ts';

const clip = { id: 'c1', name: 'dive.mp4', frameCount: 3, sizeBytes: 9 } as ClipInfo;
const analysis = (status: ClipAnalysis['status']): ClipAnalysis => ({
  status,
  framesDone: 0,
  frameCount: 3,
  shots: [],
  transitions: [],
  thumbnailStride: 1,
  waveformRate: null,
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 10));

function start(options: FakeClientOptions = {}) {
  const { client, calls } = createFakeClient({
    clips: [clip],
    onAnalysis: () => analysis('paused'),
    ...options,
  });
  const app = createAppState({ client, storage: undefined });
  const count = (name: string) => calls.filter((call) => call.name === name).length;
  return { app, calls, count };
}

describe('A clip that is opened', () => {
  it('is analysed by itself, after its index', async () => {
    const { app, calls } = start();
    await app.actions.openClip(clip);
    await settle();
    const names = calls.map(({ name }) => name);
    expect(names).toContain('analysis.start');
    expect(names.indexOf('analysis.start')).toBeGreaterThan(names.indexOf('frameTimes'));
    await app.actions.removeClip(clip);
    expect(app.stores.analysis.getState().clipId).toBeNull();
  });

  it('is asked after again when its job begins or ends', async () => {
    const { app, count } = start({
      onJobs: async function* () {
        await settle();
        yield [job()];
        await settle();
        yield [job({ progress: 0.5 })];
        yield [job({ status: 'done' })];
        await new Promise(() => {});
      },
    });
    app.stores.jobs.getState().follow();
    await app.actions.openClip(clip);
    await expect.poll(() => app.stores.jobs.getState().jobs[0]?.status).toBe('done');
    await settle();
    expect(count('analysis.get')).toBe(3);
  });
});

describe('A connection that comes back', () => {
  const reconnect = async (status: ClipAnalysis['status']) => {
    const { app, count } = start({ onAnalysis: () => analysis(status) });
    app.actions.onConnection('open');
    await settle();
    expect(count('analysis.start')).toBe(1);
    app.actions.onConnection('lost');
    app.actions.onConnection('open');
    await settle();
    const result = { starts: count('analysis.start'), watches: count('jobs.watch') };
    await app.stores.analysis.getState().follow(null);
    return result;
  };

  it('follows the jobs anew and goes on with an analysis that ran, not with one that was cancelled', async () => {
    expect(await reconnect('running')).toEqual({ starts: 2, watches: 2 });
    expect(await reconnect('paused')).toEqual({ starts: 1, watches: 2 });
  });
});
