import { resolve } from 'node:path';
import { checkStroboscope, type Stroboscope } from '#common/domain/index.ts';
import { WorkerClient, type WorkerProcess } from '#main/platform/index.ts';
import { readingOf, withAbsolutePath } from '../clip-reading.ts';
import type { ClipSource, VideoOptions, VideoService } from '../video-service.ts';
import type { StroboscopePreview, StroboscopeWorkerInputs } from './stroboscope-messages.ts';

/** Stroboscopic pictures as a person is to see them before they are written. */
export interface StroboscopePreviews extends AsyncDisposable {
  /**
   * At most 960 pixels wide and high. The same range with other moments comes at once. Fails with RANGE_INVALID,
   * FRAME_OUT_OF_RANGE, BAD_INPUT (the camera moves, nothing moves, everything does), CANCELLED, and as VideoService
   * does.
   */
  preview(source: ClipSource, choice: Stroboscope, options?: VideoOptions): Promise<StroboscopePreview>;
}

export type StroboscopePreviewsParts = {
  /** Starts a process whose entry is `main/video/media-worker.ts`. */
  readonly startWorker: () => WorkerProcess;
  readonly video: Pick<VideoService, 'playablePath'>;
  /** How long the process waits for another choice before it ends. */
  readonly idleMilliseconds?: number;
};

/** Previews by a worker process of their own, which ends when nobody asks for a while. */
export function createStroboscopePreviews({
  startWorker,
  video,
  idleMilliseconds = 60_000,
}: StroboscopePreviewsParts): StroboscopePreviews {
  let worker: WorkerClient | null = null;
  let idle: NodeJS.Timeout | undefined;
  let running = 0;

  const end = async () => {
    const ending = worker;
    worker = null;
    await ending?.[Symbol.asyncDispose]();
  };

  return {
    async preview(source, choice, options) {
      checkStroboscope(choice);
      const { path, videoTrack, captureRate } = withAbsolutePath(readingOf(source));
      const playable = resolve(await video.playablePath(source, options));
      // What a file was converted to holds the one track that was asked for.
      const reading = { path: playable, videoTrack: playable === path ? videoTrack : undefined, captureRate };
      clearTimeout(idle);
      running += 1;
      worker ??= new WorkerClient('The picture maker', startWorker);
      const input: StroboscopeWorkerInputs['previewStroboscope'] = { reading, choice };
      try {
        return (await worker.call('previewStroboscope', input, {
          signal: options?.signal,
        })) as StroboscopePreview;
      } finally {
        running -= 1;
        if (running === 0) {
          clearTimeout(idle);
          idle = setTimeout(() => void end(), idleMilliseconds);
          idle.unref();
        }
      }
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(idle);
      await end();
    },
  };
}
