import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { StageProgress } from '#common/domain/index.ts';
import type { WorkerProcess } from '#main/platform/index.ts';
import { readBarCode } from '#main/video/index.ts';
import { writeBarCodedFile } from './support/bar-coded-file.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { barCodedFixture, createLocal, createWorker, temporaryFolder } from './support/services.ts';

const size = { width: 96, height: 64 };
const all = Array.from({ length: 90 }, (_, n) => n);

describe('The video worker', () => {
  it('fails the request under way with WORKER_STOPPED when it is killed, and serves the next one', async () => {
    const started: WorkerProcess[] = [];
    await using video = createWorker((worker) => started.push(worker));
    await video.probe(barCodedFixture);
    const work = video.frames(barCodedFixture, all, { width: 1920, height: 1280 });
    setTimeout(() => process.kill(started[0]?.pid ?? 0, 'SIGKILL'), 30);
    await expect(work).rejects.toMatchObject({
      code: 'WORKER_STOPPED',
      message: expect.stringMatching(
        /^The video decoder stopped unexpectedly \(signal SIGKILL\)\. It starts again by itself: please ask again\.$/,
      ),
    });
    const [frame] = await video.frames(barCodedFixture, [77], size);
    expect(frame && readBarCode(frame.pixels, frame)).toBe(77);
    expect(started).toHaveLength(2);
  });

  it('gives frames asked for before at once, without asking the worker', async () => {
    const started: WorkerProcess[] = [];
    await using video = createWorker((worker) => started.push(worker));
    const first = await video.frames(barCodedFixture, all, size);
    process.kill(started[0]?.pid ?? 0, 'SIGKILL');
    const again = await video.frames(barCodedFixture, all, size);
    expect(again.map((frame) => frame.sha256)).toEqual(first.map((frame) => frame.sha256));
    expect(started).toHaveLength(1);
  });

  it('gives pixels in buffers of their own length', async () => {
    await using video = createWorker();
    const frames = await video.frames(barCodedFixture, [1, 2], size);
    for (const frame of frames) expect(frame.pixels).toHaveLength(96 * 64 * 3);
  });

  it('ends with the service and leaves no process behind', async () => {
    const started: WorkerProcess[] = [];
    const video = createWorker((worker) => started.push(worker));
    await video.probe(barCodedFixture);
    const pid = started[0]?.pid ?? 0;
    expect(() => process.kill(pid, 0)).not.toThrow();
    await video[Symbol.asyncDispose]();
    expect(() => process.kill(pid, 0)).toThrow();
  });

  it('carries errors with code, sentence and facts', async () => {
    await using video = createWorker();
    await expect(video.picture(barCodedFixture, 300, 'jpeg')).rejects.toMatchObject({
      code: 'FRAME_OUT_OF_RANGE',
      message: 'Frame 300 is outside the clip, which has frames 0–89.',
      facts: { frame: 300, frameCount: 90 },
    });
  });
});

describe.skipIf(!existsSync('/proc/self/fd'))('The service in this process', () => {
  const openFiles = (path: string) =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path;
      } catch {
        return false;
      }
    }).length;

  it('keeps no file open after close, after a failure, or after it is disposed', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    const video = createLocal();
    await video.frames(path, [1, 50], size);
    await video.close(path);
    expect(openFiles(path)).toBe(0);
    const work = video.frames(path, all, { width: 640, height: 480 });
    const failure = expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    await video.probe(path);
    await video[Symbol.asyncDispose]();
    await failure;
    expect(openFiles(path)).toBe(0);
  });

  it('opens a clip once however many ask for it at the same time', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('clip.mp4');
    await copyFile(barCodedFixture, path);
    await using video = createLocal();
    await Promise.all([...all, ...all].map((n) => video.frames(path, [n], size)));
    expect(openFiles(path)).toBe(1);
  });
});

describe.skipIf(!hasFfmpeg)(`Opening over a worker${ffmpegNote}`, () => {
  it('tells how far it is', async () => {
    await using folder = await temporaryFolder();
    await using video = createWorker();
    const path = folder.path('long.ts');
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc=s=320x240:r=50:d=40,noise=alls=20', '-c:v', 'libx264'],
      ...['-preset', 'ultrafast', path],
    ]);
    const stages: StageProgress[] = [];
    const { sizeBytes } = await video.probe(path, { onStage: (progress) => stages.push(progress) });
    expect(stages[0]).toMatchObject({ stage: 'Indexing', total: sizeBytes });
  });
});

describe.skipIf(!hasFfmpeg)(`Cancelling${ffmpegNote}`, () => {
  it('stops a long way to a frame within a moment, and leaves the clip usable', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('long-group.mp4');
    await writeBarCodedFile({
      path,
      frameCount: 400,
      size: { width: 1280, height: 720 },
      output: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '400', '-bf', '2', '-sc_threshold', '0'],
    });
    await using video = createLocal();
    await video.probe(path);
    const controller = new AbortController();
    const work = video.frames(path, [399], size, { signal: controller.signal });
    const settled = expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    controller.abort();
    await settled;
    const [frame] = await video.frames(path, [4], size);
    expect(frame && readBarCode(frame.pixels, frame)).toBe(4);
  });
});
