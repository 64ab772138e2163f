import { DeepSportError } from '#common/domain/index.ts';
import { WorkerClient, type WorkerProcess } from '#main/platform/index.ts';
import { ConversionFolder } from './conversion-folder.ts';
import type { ConversionSettings, ConversionWorkerInputs } from './conversion-messages.ts';
import { createConversionNames } from './conversion-names.ts';
import type { Conversions, ConvertedClip } from './conversions.ts';

export type ConversionsParts = {
  /** Starts a process whose entry is `main/video/media-worker.ts`. */
  readonly startWorker: () => WorkerProcess;
  /** Where conversions are kept. */
  readonly folder: string;
  /** What all of them together may take; those unused for longest go first. */
  readonly maxBytes: number;
  /** DEEPSPORT_FFMPEG names the program to use. */
  readonly env?: NodeJS.ProcessEnv;
};

/**
 * Conversions over a worker process that lives while there is work: what was converted before is found without it,
 * and once nobody waits any more it is gone with all that it had begun.
 */
export function createConversions({
  startWorker,
  folder,
  maxBytes,
  env = {},
}: ConversionsParts): Conversions {
  const settings: ConversionSettings = { folder, maxBytes, ffmpegPath: env.DEEPSPORT_FFMPEG || null };
  const store = new ConversionFolder(folder);
  const identify = createConversionNames();
  let worker: WorkerClient | null = null;
  let waiting = 0;
  let closed = false;

  const end = async () => {
    const ended = worker;
    worker = null;
    await ended?.[Symbol.asyncDispose]();
    await store.removeLeftOvers();
  };

  const find: Conversions['find'] = async (path, { videoTrack, signal } = {}) => {
    const { name } = await identify(path, videoTrack, signal);
    return store.find(name);
  };

  return {
    find,

    async convert(path, { videoTrack, signal, onStage } = {}) {
      const known = await find(path, { videoTrack, signal });
      if (known) return known;
      if (closed) throw new DeepSportError('WORKER_STOPPED', 'The conversion of clips is closed.');
      worker ??= new WorkerClient('The conversion of the clip', startWorker);
      waiting += 1;
      try {
        const input: ConversionWorkerInputs['convert'] = { path, videoTrack, settings };
        return (await worker.call('convert', input, { signal, onEvent: onStage })) as ConvertedClip;
      } finally {
        waiting -= 1;
        if (waiting === 0) await end();
      }
    },

    async [Symbol.asyncDispose]() {
      closed = true;
      await end();
    },
  };
}
