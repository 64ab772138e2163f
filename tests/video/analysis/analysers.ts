import { resolve } from 'node:path';
import { forkWorker, type WorkerProcess } from '#main/platform/index.ts';
import type { ClipAnalyser } from '#main/video/analysis/clip-analyser.ts';
import { createClipAnalyser } from '#main/video/analysis/create-clip-analyser.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { createLocal } from '../support/services.ts';

const workerEntry = resolve(import.meta.dirname, '../../../main/video/media-worker.ts');

export type TestAnalyser = ClipAnalyser & { readonly workers: readonly WorkerProcess[] };

/** An analyser as the application makes it, over real processes, with the workers that it started. */
export function createAnalyser(
  folder: string,
  { maxBytes = 2 ** 30, video = createLocal() }: { maxBytes?: number; video?: VideoService } = {},
): TestAnalyser {
  const workers: WorkerProcess[] = [];
  const startWorker = () => {
    const worker = forkWorker(workerEntry);
    workers.push(worker);
    return worker;
  };
  const analyser = createClipAnalyser({ startWorker, folder, maxBytes, video });
  return {
    ...analyser,
    workers,
    async [Symbol.asyncDispose]() {
      await analyser[Symbol.asyncDispose]();
      await video[Symbol.asyncDispose]();
    },
  };
}
