import { describe, expect, it } from 'vitest';
import { cancelled, DeepSportError, type Job } from '#common/domain/index.ts';
import { createJobBoard } from '#main/platform/index.ts';

const exportOf = (fileName: string) => ({
  fileName,
  sizeBytes: 1,
  frameCount: 1,
  note: '',
  downloadPath: null,
});

function board() {
  let next = 0;
  return createJobBoard({ clock: () => 0, createId: () => `job-${next++}` });
}
const start = { kind: 'export', title: 'dive.mp4', clipId: 'clip-1' } as const;

/** Work that runs until it is cancelled. */
const endless = ({ signal }: { readonly signal: AbortSignal }) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(cancelled())));

describe('The job board', () => {
  it('lists a job with its stage and share while it runs, and with its result when it is done', async () => {
    await using jobs = board();
    const gate = Promise.withResolvers<void>();
    const { id, finished } = jobs.start(
      start,
      async ({ report }) => {
        report({ stage: 'Encoding', done: 3, total: 4 });
        await gate.promise;
        return 'clip.mp4';
      },
      exportOf,
    );
    await new Promise((done) => setImmediate(done));
    expect(jobs.list()).toMatchObject([{ id, status: 'running', stage: 'Encoding', progress: 0.75 }]);
    gate.resolve();
    expect(await finished).toBe('clip.mp4');
    expect(jobs.list()).toMatchObject([{ status: 'done', progress: 1, result: { fileName: 'clip.mp4' } }]);
  });

  it('says why a job failed, to whoever waits for it and on the list', async () => {
    await using jobs = board();
    const { finished } = jobs.start(start, async () => {
      throw new DeepSportError('DISK_FULL', 'The disk is full.');
    });
    await expect(finished).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(jobs.list()).toMatchObject([
      { status: 'failed', failure: { code: 'DISK_FULL', message: 'The disk is full.' } },
    ]);
  });

  it('cancels running work, and takes a job that has ended off the list', async () => {
    await using jobs = board();
    const { id, finished } = jobs.start(start, endless);
    await new Promise((done) => setImmediate(done));
    jobs.cancel(id);
    await expect(finished).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(jobs.list()).toMatchObject([{ status: 'cancelled', failure: null }]);
    jobs.cancel(id);
    expect(jobs.list()).toEqual([]);
    expect(() => jobs.cancel(id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  it('calls work cancelled that fails otherwise after it was cancelled', async () => {
    await using jobs = board();
    const { id, finished } = jobs.start(start, ({ signal }) =>
      endless({ signal }).catch(() => {
        throw new Error('the pipe broke');
      }),
    );
    await new Promise((done) => setImmediate(done));
    jobs.cancel(id);
    await expect(finished).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(jobs.list()[0]).toMatchObject({ status: 'cancelled' });
  });

  it('tells its watchers of the list now and after each change, and lets them leave', async () => {
    await using jobs = board();
    const leaving = new AbortController();
    const seen: (readonly Job[])[] = [];
    const watching = (async () => {
      for await (const list of jobs.watch(leaving.signal)) seen.push(list);
    })();
    await jobs.start(start, async () => undefined).finished;
    await expect.poll(() => seen.at(-1)?.[0]?.status).toBe('done');
    expect(seen[0]).toEqual([]);
    leaving.abort();
    await watching;
  });

  it('gathers many reports into few lists', async () => {
    await using jobs = board();
    const leaving = new AbortController();
    let lists = 0;
    const watching = (async () => {
      for await (const _ of jobs.watch(leaving.signal)) lists += 1;
    })();
    await jobs.start(start, async ({ report }) => {
      for (let done = 0; done < 500; done++) {
        report({ stage: 'Encoding', done, total: 500 });
        if (done % 50 === 0) await new Promise((next) => setImmediate(next));
      }
    }).finished;
    await expect.poll(() => jobs.list()[0]?.status).toBe('done');
    leaving.abort();
    await watching;
    expect(lists).toBeLessThan(20);
  });

  it('keeps the newest fifty jobs that have ended, and every one that runs', async () => {
    await using jobs = board();
    const long = jobs.start(start, endless);
    long.finished.catch(() => {});
    for (let n = 0; n < 60; n++) await jobs.start(start, async () => undefined).finished;
    expect(jobs.list()).toHaveLength(51);
    expect(jobs.list().at(-1)?.id).toBe(long.id);
  });

  it('cancels what runs when it is closed, and waits for its end', async () => {
    let ended = false;
    const jobs = board();
    const { finished } = jobs.start(start, ({ signal }) =>
      endless({ signal }).catch(async (error) => {
        await new Promise((done) => setTimeout(done, 20));
        ended = true;
        throw error;
      }),
    );
    finished.catch(() => {});
    await new Promise((done) => setImmediate(done));
    await jobs[Symbol.asyncDispose]();
    expect(ended).toBe(true);
  });
});
