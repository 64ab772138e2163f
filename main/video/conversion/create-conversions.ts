import { WorkerClient, type WorkerProcess } from '#main/platform/index.ts';
import type {
  ConversionSettings,
  ConversionWorkerEvent,
  ConversionWorkerInputs,
  ConversionWorkerResults,
} from './conversion-messages.ts';
import type { Conversions } from './conversions.ts';

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

/** Conversions over a worker process of their own, started on first use and again after a crash. */
export function createConversions({
  startWorker,
  folder,
  maxBytes,
  env = {},
}: ConversionsParts): Conversions {
  const worker = new WorkerClient('The conversion of the clip', startWorker);
  const settings: ConversionSettings = { folder, maxBytes, ffmpegPath: env.DEEPSPORT_FFMPEG || null };

  const call = async <Method extends keyof ConversionWorkerInputs>(
    method: Method,
    { path, videoTrack }: Pick<ConversionWorkerInputs[Method], 'path' | 'videoTrack'>,
    options: {
      signal: AbortSignal | undefined;
      onEvent?: ((event: ConversionWorkerEvent) => void) | undefined;
    },
  ): Promise<ConversionWorkerResults[Method]> =>
    (await worker.call(method, { path, videoTrack, settings }, options)) as ConversionWorkerResults[Method];

  return {
    find: (path, { videoTrack, signal } = {}) => call('findConversion', { path, videoTrack }, { signal }),
    convert: (path, { videoTrack, signal, onStage } = {}) =>
      call('convert', { path, videoTrack }, { signal, onEvent: onStage }),
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}
