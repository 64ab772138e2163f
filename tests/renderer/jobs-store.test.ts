import { describe, expect, it } from 'vitest';
import { DeepSportError, type Job } from '#common/domain/index.ts';
import { createJobsStore } from '#renderer/app/state/jobs-store.ts';
import { createNoticesStore } from '#renderer/app/state/notices-store.ts';
import { jobRows } from '#renderer/jobs/job-rows.ts';
import { createFakeClient, type FakeClientOptions } from './fake-client.ts';
import { exported, job } from './jobs.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A store that is handed one list after the other. */
async function follow(lists: readonly (readonly Job[])[], options: FakeClientOptions = {}) {
  const clock = { now: 0 };
  const { client, calls } = createFakeClient({
    ...options,
    onJobs: async function* (signal) {
      for (const list of lists) {
        yield [...list];
        clock.now += 2000;
      }
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    },
  });
  const notices = createNoticesStore();
  const store = createJobsStore({ client, notices, now: () => clock.now, retryMilliseconds: 1 });
  store.getState().follow();
  await settle();
  return { store, notices, calls, clock };
}

describe('The jobs of the host', () => {
  it('are followed with the time left at their pace', async () => {
    const { store } = await follow([[job({ progress: 0 })], [job({ progress: 0.2 })]]);
    expect(store.getState().jobs).toMatchObject([{ progress: 0.2, secondsLeft: 8, endedAt: null }]);
  });

  it('are told once when they end: exports and what failed to everybody, an analysis to listeners', async () => {
    const analysed = await follow([[job()], [job({ status: 'done' })], [job({ status: 'done' })]]);
    expect(analysed.notices.getState().notices).toEqual([]);
    expect(analysed.store.getState().announcement).toBe('The analysis of dive.mp4 is done.');

    const running = exported({ status: 'running', result: null });
    const ready = await follow([[running], [exported()], [exported()]]);
    expect(ready.notices.getState().notices.map(({ text }) => text)).toEqual([
      'dive 3–9.mp4, 81 kB, is ready. Download it from the jobs.',
    ]);

    const failure = { code: 'DISK_FULL', message: 'The disk is full. Free 2 GB and export again.' } as const;
    const failed = await follow([[running], [exported({ status: 'failed', result: null, failure })]]);
    expect(failed.notices.getState().current).toMatchObject({ kind: 'problem', text: failure.message });
  });

  it('that had ended before the page looked are not told', async () => {
    const { store, notices } = await follow([[exported()]]);
    expect(store.getState().jobs).toHaveLength(1);
    expect(notices.getState().notices).toEqual([]);
    expect(store.getState().announcement).toBe('');
  });

  it('that are so short that they come ended are told', async () => {
    const { notices } = await follow([[], [exported()], [exported()]]);
    expect(notices.getState().notices).toHaveLength(1);
    expect(notices.getState().current?.text).toContain('is ready');
  });

  it('leave the failure of an opening to the call that waits for it', async () => {
    const failure = { code: 'NOT_A_VIDEO', message: 'notes.avi is no video.' } as const;
    const opening = job({ kind: 'open', title: 'notes.avi' });
    const { notices } = await follow([[opening], [{ ...opening, status: 'failed', failure }]]);
    expect(notices.getState().notices).toEqual([]);
    const cancelled = await follow([[opening], [{ ...opening, status: 'cancelled' }]]);
    expect(cancelled.notices.getState().current?.text).toBe('Opening notes.avi was cancelled.');
  });

  it('are asked for again when their stream breaks', async () => {
    let tries = 0;
    const { client } = createFakeClient({
      onJobs: async function* (signal) {
        tries += 1;
        if (tries === 1) throw new Error('WebSocket closed');
        yield [job()];
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      },
    });
    const store = createJobsStore({ client, notices: createNoticesStore(), retryMilliseconds: 1 });
    store.getState().follow();
    await settle();
    await settle();
    expect(store.getState().jobs).toHaveLength(1);
    expect(tries).toBe(2);
  });

  it('are cancelled and dismissed by their id; one that is gone already is no problem', async () => {
    const gone = () => {
      throw new DeepSportError('NOT_FOUND', 'This job has ended.');
    };
    const { store, calls, notices } = await follow([[job({ kind: 'open', title: 'a.avi' })]], {
      onJobCancel: gone,
    });
    await store.getState().cancel('j1');
    expect(store.getState().cancelOpening('a.avi')).toBe(true);
    expect(store.getState().cancelOpening('other.avi')).toBe(false);
    await settle();
    expect(calls.filter(({ name }) => name === 'jobs.cancel')).toHaveLength(2);
    expect(notices.getState().notices).toEqual([]);
  });
});

describe('The jobs list', () => {
  const followed = (change: Partial<Job>, firstSeenAt: number, endedAt: number | null = null) => ({
    ...job(change),
    firstSeenAt,
    endedAt,
    secondsLeft: null,
  });

  it('leaves out what takes less than a second or is done, unless it failed or left a result', () => {
    const jobs = [
      followed({ id: 'young' }, 9500),
      followed({ id: 'old' }, 8000),
      followed({ id: 'short', status: 'cancelled' }, 8000, 8400),
      followed({ id: 'long', status: 'cancelled' }, 1000, 8000),
      followed({ id: 'before', status: 'cancelled' }, 1000),
      followed({ id: 'done', status: 'done' }, 1000, 8000),
      followed({ id: 'failed', status: 'failed' }, 8000, 8100),
      { ...exported({ id: 'exported' }), firstSeenAt: 8000, endedAt: 8100, secondsLeft: null },
    ];
    expect(jobRows(jobs, [], 10_000).map(({ key }) => key)).toEqual(['old', 'long', 'failed', 'exported']);
  });

  it('shows one row for a file that page and host both tell of', () => {
    const page = [
      { id: 1, words: 'Opening a.avi', fraction: null, opens: 'a.avi', startedAt: 0 },
      { id: 2, words: 'Asking', fraction: null, startedAt: 0 },
    ];
    const host = [followed({ id: 'open', kind: 'open', title: 'a.avi' }, 0)];
    expect(jobRows(host, page, 10_000).map(({ key }) => key)).toEqual(['page-2', 'open']);
    expect(jobRows([], page, 10_000)).toHaveLength(2);
  });
});
