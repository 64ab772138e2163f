import { describe, expect, it } from 'vitest';
import { type ClipAnalysis, DeepSportError } from '#common/domain/index.ts';
import { createAnalysisStore } from '#renderer/app/state/analysis-store.ts';
import { createFakeClient, type FakeClientOptions } from './fake-client.ts';

const analysis = (change: Partial<ClipAnalysis> = {}): ClipAnalysis => ({
  status: 'done',
  framesDone: 100,
  frameCount: 100,
  shots: [{ start: 0, end: 99 }],
  transitions: [],
  thumbnailStride: 12,
  waveformRate: 100,
  ...change,
});

function open(options: FakeClientOptions = {}) {
  const fetched: string[] = [];
  const fetchData = (async (address: string) => {
    fetched.push(address.split('/').at(-1) ?? '');
    if (address.endsWith('motion')) return new Response(new Float32Array([0, 0.5]).buffer);
    return new Response(new Int8Array([-3, 7]).buffer, { headers: { 'x-peaks-per-second': '100' } });
  }) as typeof fetch;
  const { client, calls } = createFakeClient(options);
  const store = createAnalysisStore({ client, fetchData, pollMilliseconds: 1 });
  const asked = (name: string) => calls.filter((call) => call.name === name).length;
  return { store, asked, fetched };
}

describe('The analysis of the clip shown', () => {
  it('starts by itself and brings motion and sound', async () => {
    const { store, asked } = open({ onAnalysis: () => analysis() });
    await store.getState().follow('c1');
    expect(asked('analysis.start')).toBe(1);
    expect(store.getState().analysis?.shots).toHaveLength(1);
    expect([...(store.getState().motion ?? [])]).toEqual([0, 0.5]);
    expect(store.getState().waveform).toEqual({ rate: 100, peaks: new Int8Array([-3, 7]) });
  });

  it('is asked after until it is done, and no longer', async () => {
    let done = 0;
    const { store, asked } = open({
      onAnalysis: () => {
        done += 25;
        return analysis({ framesDone: done, status: done < 100 ? 'running' : 'done' });
      },
    });
    await store.getState().follow('c1');
    await expect.poll(() => store.getState().analysis?.status).toBe('done');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked('analysis.get')).toBe(4);
  });

  it('fetches its rows only when they have grown by something one can see', async () => {
    let asks = 0;
    const { store, fetched } = open({
      onAnalysis: () => {
        asks += 1;
        return analysis({
          framesDone: 1000 + asks,
          frameCount: 100_000,
          status: asks < 30 ? 'running' : 'paused',
        });
      },
    });
    await store.getState().follow('c1');
    await expect.poll(() => store.getState().analysis?.status).toBe('paused');
    expect(fetched.filter((name) => name === 'motion')).toHaveLength(2);
  });

  it('leaves the sound of a silent clip alone', async () => {
    const { store, fetched } = open({ onAnalysis: () => analysis({ waveformRate: null }) });
    await store.getState().follow('c1');
    expect(fetched).toEqual(['motion']);
    expect(store.getState().waveform).toBeNull();
  });

  it('forgets a clip that is left, whatever still arrives', async () => {
    const { store } = open({ onAnalysis: () => analysis() });
    const opening = store.getState().follow('c1');
    await store.getState().follow(null);
    await opening;
    expect(store.getState()).toMatchObject({ clipId: null, analysis: null, motion: null });
  });

  it('says why it cannot start, and goes on when asked to', async () => {
    let broken = true;
    const { store } = open({
      onAnalysis: () => analysis(broken ? { status: 'none', framesDone: 0, shots: [] } : {}),
      onAnalysisStart: () => {
        if (broken) throw new DeepSportError('FILE_MISSING', 'dive.mp4 is gone. Put it back.');
      },
    });
    await store.getState().follow('c1');
    expect(store.getState()).toMatchObject({ problem: 'dive.mp4 is gone. Put it back.' });
    broken = false;
    await store.getState().resume();
    expect(store.getState()).toMatchObject({ problem: null, analysis: { status: 'done' } });
  });
});
