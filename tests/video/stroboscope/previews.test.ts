import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Stroboscope } from '#common/domain/index.ts';
import type { WorkerProcess } from '#main/platform/index.ts';
import type { WorkerReply, WorkerRequest } from '#main/platform/worker-protocol.ts';
import { createStroboscopePreviews } from '#main/video/stroboscope/create-stroboscope-previews.ts';

/** A worker that answers each call with a picture, or never. */
function fakeWorker(asked: WorkerRequest[], answers: boolean) {
  const exits: ((reason: string) => void)[] = [];
  let killed = false;
  let tell: (reply: WorkerReply) => void = () => {};
  const worker: WorkerProcess = {
    pid: 1,
    post: (message) => {
      asked.push(message);
      const result = { mediaType: 'image/jpeg', bytes: new Uint8Array([1]), width: 2, height: 1, note: '' };
      if (message.kind === 'call' && answers) tell({ kind: 'result', id: message.id, result });
    },
    onMessage: (listener) => {
      tell = listener;
      queueMicrotask(() => listener({ kind: 'ready' }));
    },
    onExit: (listener) => exits.push(listener),
    kill: () => {
      killed = true;
      for (const listener of exits) listener('ended');
    },
  };
  return { worker, isKilled: () => killed };
}

function start({ answers = true, idleMilliseconds = 60_000 } = {}) {
  const asked: WorkerRequest[] = [];
  const started: ReturnType<typeof fakeWorker>[] = [];
  const previews = createStroboscopePreviews({
    startWorker: () => {
      const made = fakeWorker(asked, answers);
      started.push(made);
      return made.worker;
    },
    video: { playablePath: async () => '/clips/stand-in.mp4' },
    idleMilliseconds,
  });
  return { previews, asked, started };
}

const choice: Stroboscope = {
  range: { start: 0, end: 9 },
  frames: [0, 4, 9],
  onTop: 'latest',
  numbers: false,
};
const source = { path: '/clips/dive.avi', videoTrack: 1 };

describe('Previews of stroboscopic pictures', () => {
  it('are made by one worker, of the file that holds the frames', async () => {
    const { previews, asked, started } = start();
    await using _ = previews;
    expect((await previews.preview(source, choice)).width).toBe(2);
    await previews.preview(source, { ...choice, onTop: 'earliest' });
    expect(started).toHaveLength(1);
    // The stand-in has the one track that was asked for.
    expect(asked[0]).toMatchObject({ input: { reading: { path: '/clips/stand-in.mp4' }, choice } });
    expect(JSON.stringify(asked[0])).not.toContain('videoTrack');
  });

  it('start no worker for what cannot be made', async () => {
    const { previews, started } = start();
    await using _ = previews;
    await expect(previews.preview(source, { ...choice, frames: [0, 4] })).rejects.toThrow('3 to 15 moments');
    expect(started).toHaveLength(0);
  });

  it('let go of the worker when nobody asks for a while, and start another one then', async () => {
    const { previews, started } = start({ idleMilliseconds: 1 });
    await using _ = previews;
    await previews.preview(source, choice);
    await expect.poll(() => started[0]?.isKilled()).toBe(true);
    await previews.preview(source, choice);
    expect(started).toHaveLength(2);
  });

  it('tell the worker when a person leaves', async () => {
    const { previews, asked } = start({ answers: false });
    await using _ = previews;
    const aborter = new AbortController();
    const asking = previews.preview(source, choice, { signal: aborter.signal });
    await expect.poll(() => asked.length).toBe(1);
    aborter.abort();
    await expect(asking).rejects.toThrow('Cancelled');
    await wait(0);
    expect(asked.at(-1)).toMatchObject({ kind: 'cancel' });
  });
});
