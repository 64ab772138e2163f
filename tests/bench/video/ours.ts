import { resolve } from 'node:path';
import type { Size } from '#common/domain/index.ts';
import { forkWorker } from '#main/platform/index.ts';
import { createVideoService, type VideoService } from '#main/video/index.ts';
import type { BenchClip } from './bench-clips.ts';
import { type Contender, numberIn, timed } from './contender.ts';

const workerEntry = resolve(import.meta.dirname, '../../../main/video/video-worker.ts');

/** The video service as the application has it: through the worker process. */
export const startService = (started: (pid: number) => void = () => {}): VideoService =>
  createVideoService({
    startWorker: () => {
      const worker = forkWorker(workerEntry);
      if (worker.pid !== undefined) started(worker.pid);
      return worker;
    },
  });

/** `cold` starts a worker process for each clip that it opens. */
export function createOurs(name: string, cold: boolean): Contender {
  let video = startService();
  const frames = async (clip: BenchClip, indices: readonly number[], size: Size) => {
    const { milliseconds, result } = await timed(() => video.frames(clip.path, indices, size));
    return { milliseconds, numbers: result.map(numberIn) };
  };
  return {
    name,
    async open(clip, size) {
      if (cold) {
        await video[Symbol.asyncDispose]();
        video = startService();
      } else {
        await video.close(clip.path);
      }
      return frames(clip, [0], size);
    },
    frames,
    async index(clip) {
      await video.close(clip.path);
      return timed(() => video.frameTimes(clip.path));
    },
    [Symbol.asyncDispose]: () => video[Symbol.asyncDispose](),
  };
}
