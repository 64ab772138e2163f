import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { forkWorker, type WorkerProcess } from '#main/platform/index.ts';
import { createLocalVideoService } from '#main/video/local-video-service.ts';
import { openMediabunnyClip } from '#main/video/mediabunny/open-clip.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { createVideoService } from '#main/video/worker-video-service.ts';

export const createLocal = (): VideoService => createLocalVideoService({ openClip: openMediabunnyClip });

const workerEntry = resolve(import.meta.dirname, '../../../main/video/video-worker.ts');

export const createWorker = (started: (worker: WorkerProcess) => void = () => {}): VideoService =>
  createVideoService({
    startWorker: () => {
      const worker = forkWorker(workerEntry);
      started(worker);
      return worker;
    },
  });

/** A bar-coded clip of 90 frames at 30 per second: H.264 with B-frames, key frames at 0, 30 and 60. */
export const barCodedFixture = resolve(import.meta.dirname, '../../fixtures/video/bar-coded.mp4');

/** A folder that is removed again at the end of the block. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path(name: string): string }> {
  const folder = await mkdtemp(join(tmpdir(), 'deepsport-video-'));
  return {
    path: (name) => join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
