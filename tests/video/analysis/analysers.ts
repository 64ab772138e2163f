import { resolve } from 'node:path';
import { forkWorker, serveWorker, type WorkerProcess } from '#main/platform/index.ts';
import { nodeDisk } from '#main/video/analysis/analysis-disk.ts';
import type { AnalysisProgress, AnalysisTask } from '#main/video/analysis/analysis-messages.ts';
import type { ClipAnalyser } from '#main/video/analysis/clip-analyser.ts';
import { createClipAnalyser } from '#main/video/analysis/create-clip-analyser.ts';
import { runAnalysis } from '#main/video/analysis/run-analysis.ts';
import { openMediabunnyClip } from '#main/video/mediabunny/open-clip.ts';
import { createLocal } from '../support/services.ts';

const workerEntry = resolve(import.meta.dirname, '../../../main/video/media-worker.ts');

/** A process as the application starts it. */
export const realWorker = (): WorkerProcess => forkWorker(workerEntry);

/** The same methods without a process of their own, which start at once and at full priority. */
function nearWorker(): WorkerProcess {
  let receive: WorkerProcess['post'] = () => {};
  const listeners: Parameters<WorkerProcess['onMessage']>[0][] = [];
  const exits: ((reason: string) => void)[] = [];
  const analyse = (
    task: AnalysisTask,
    { signal, emit }: { readonly signal: AbortSignal; readonly emit: (event: unknown) => void },
  ) =>
    runAnalysis({ openClip: openMediabunnyClip, disk: nodeDisk }, task, {
      signal,
      onProgress: (progress: AnalysisProgress) => emit(progress),
    });
  setImmediate(() =>
    serveWorker(
      { analyse },
      {
        post: (message) => {
          for (const listen of listeners) listen(message);
        },
        onMessage: (listener) => {
          receive = listener;
        },
      },
    ),
  );
  return {
    pid: undefined,
    post: (message) => receive(message),
    onMessage: (listener) => listeners.push(listener),
    onExit: (listener) => exits.push(listener),
    kill: () => {
      for (const exit of exits) exit('killed');
    },
  };
}

export type TestAnalyser = ClipAnalyser & { readonly workers: readonly WorkerProcess[] };

/** An analyser with the workers that it started. */
export function createAnalyser(
  folder: string,
  { maxBytes = 2 ** 30, start = nearWorker }: { maxBytes?: number; start?: () => WorkerProcess } = {},
): TestAnalyser {
  const workers: WorkerProcess[] = [];
  const startWorker = () => {
    const worker = start();
    workers.push(worker);
    return worker;
  };
  const video = createLocal();
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
