import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forkWorker, WorkerClient } from '#main/platform/index.ts';

let worker: WorkerClient;
beforeEach(() => {
  worker = new WorkerClient('The test worker', () => forkWorker(join(import.meta.dirname, 'echo-worker.ts')));
});
afterEach(() => worker[Symbol.asyncDispose]());

const isRunning = (pid: number | undefined) => pid !== undefined && existsSync(`/proc/${pid}`);

describe('A worker process', () => {
  it('starts at the first call and not before', async () => {
    expect(worker.pid).toBeUndefined();
    expect(await worker.call('echo', 'hello')).toBe('hello');
    expect(worker.pid).toBeGreaterThan(0);
    expect(worker.generation).toBe(1);
  });

  it('carries typed arrays as they are', async () => {
    const pixels = new Uint8Array([1, 2, 255]);
    expect(await worker.call('echo', { pixels })).toEqual({ pixels });
  });

  it('tells events in order, before the one result', async () => {
    const events: number[] = [];
    const onEvent = (event: number) => {
      events.push(event);
    };
    expect(await worker.call('count', 4, { onEvent })).toBe(4);
    expect(events).toEqual([1, 2, 3, 4]);
  });

  it('answers many calls side by side', async () => {
    const inputs = Array.from({ length: 50 }, (_, index) => index);
    expect(await Promise.all(inputs.map((input) => worker.call('echo', input)))).toEqual(inputs);
  });

  it('keeps code, facts and sentence of an error, and wraps what nobody expected', async () => {
    await expect(worker.call('fail', null)).rejects.toMatchObject({
      code: 'CLIP_DAMAGED',
      message: 'The clip is damaged.',
      facts: { frame: 7 },
    });
    await expect(worker.call('break', null)).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(worker.call('unknown', null)).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('is told of a cancellation, and the caller does not wait for it', async () => {
    const controller = new AbortController();
    const call = worker.call('wait', null, { signal: controller.signal, onEvent: () => controller.abort() });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await worker.call('waits', null)).toBe(1);
    await expect(worker.call('echo', 1, { signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('fails the calls under way when it dies, says why, and starts again', async () => {
    const waiting = worker.call('wait', null);
    const dying = worker.call('die', null);
    for (const call of [waiting, dying]) {
      await expect(call).rejects.toMatchObject({
        code: 'WORKER_STOPPED',
        message:
          'The test worker stopped unexpectedly (exit code 9: Error: the decoder gave up). ' +
          'It starts again by itself: please ask again.',
      });
    }
    expect(await worker.call('echo', 'back')).toBe('back');
    expect(worker.generation).toBe(2);
  });

  it('says so when its entry does not exist', async () => {
    await using broken = new WorkerClient('The test worker', () =>
      forkWorker(join(import.meta.dirname, 'no-such-worker.ts')),
    );
    await expect(broken.call('echo', 1)).rejects.toMatchObject({ code: 'WORKER_STOPPED' });
  });

  it.skipIf(process.platform !== 'linux')('is gone when its client is closed, and stays closed', async () => {
    await worker.call('echo', 1);
    const { pid } = worker;
    expect(isRunning(pid)).toBe(true);
    await worker[Symbol.asyncDispose]();
    expect(isRunning(pid)).toBe(false);
    await expect(worker.call('echo', 1)).rejects.toMatchObject({ code: 'WORKER_STOPPED' });
  });
});
