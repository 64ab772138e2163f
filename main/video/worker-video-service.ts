import {
  type ClipInfo,
  type Frame,
  type FrameFingerprint,
  type FrameTimes,
  isDeepSportError,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { WorkerClient, type WorkerProcess } from '#main/platform/index.ts';
import { fileChanged } from './clip-errors.ts';
import { readingKey, readingOf } from './clip-reading.ts';
import { type FileStamp, isSameStamp, readFileStamp } from './file-stamp.ts';
import { FrameCache } from './frame-cache.ts';
import { checkSize } from './frame-request.ts';
import type { EncodedPicture, Sound, VideoOptions, VideoService } from './video-service.ts';
import type { WorkerEvents, WorkerInputs, WorkerMethodName } from './worker-messages.ts';

export type VideoServiceParts = {
  /** Starts a process whose entry is `main/video/video-worker.ts`. */
  readonly startWorker: () => WorkerProcess;
  /** Bound of the frames kept in this process, where asking again costs no message. */
  readonly cacheBytes?: number;
};

type CallOptions<Method> = {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?:
    | ((event: Method extends keyof WorkerEvents ? WorkerEvents[Method] : never) => void)
    | undefined;
};

/**
 * The video service over a worker process of its own, started on first use and again after a crash. A crash
 * fails the requests under way with WORKER_STOPPED; the next one finds a fresh worker.
 */
export function createVideoService({
  startWorker,
  cacheBytes = 160 * 2 ** 20,
}: VideoServiceParts): VideoService {
  const worker = new WorkerClient('The video decoder', startWorker);
  const cache = new FrameCache(cacheBytes);
  const stamps = new Map<string, FileStamp>();

  const send = async <Method extends WorkerMethodName, Result>(
    method: Method,
    input: WorkerInputs[Method],
    options?: CallOptions<Method>,
  ): Promise<Result> => (await worker.call(method, input, options)) as Result;

  const forget = (path: string) => {
    cache.forget(path);
    stamps.delete(path);
  };

  const close = async (path: string) => {
    forget(path);
    // A worker that never started or has just died keeps nothing.
    if (worker.pid !== undefined) await send<'close', void>('close', { path }).catch(ignoreStopped);
  };

  /**
   * The file's stamp. A file that is not what it was is closed here and in the worker, and FILE_CHANGED is said
   * once, by whichever of the two sees it first.
   */
  const checkFile = async (path: string): Promise<FileStamp> => {
    const stamp = await readFileStamp(path).catch(async (error) => {
      await close(path);
      throw error;
    });
    const known = stamps.get(path);
    if (known && !isSameStamp(known, stamp)) {
      await close(path);
      throw fileChanged(path);
    }
    return stamp;
  };

  const call = async <Method extends Exclude<WorkerMethodName, 'close'>, Result>(
    method: Method,
    input: WorkerInputs[Method],
    options?: CallOptions<Method>,
  ): Promise<Result> => {
    const { path } = input.reading;
    const stamp = await checkFile(path);
    try {
      const result = await send<Method, Result>(method, input, options);
      stamps.set(path, stamp);
      return result;
    } catch (error) {
      if (isDeepSportError(error) && error.code === 'FILE_CHANGED') forget(path);
      throw error;
    }
  };

  return {
    probe: (source, options) =>
      call<'probe', Omit<ClipInfo, 'id'>>(
        'probe',
        { reading: readingOf(source) },
        { signal: options?.signal, onEvent: options?.onStage },
      ),

    frameTimes: (source, options) =>
      call<'frameTimes', FrameTimes>('frameTimes', { reading: readingOf(source) }, signalOf(options)),

    async frames(source, indices, size, options) {
      checkSize(size);
      throwIfCancelled(options?.signal);
      const reading = readingOf(source);
      const key = readingKey(reading);
      await checkFile(reading.path);
      const found = new Map<number, Frame>();
      for (const index of indices) {
        const frame = cache.get(key, index, size);
        if (frame) found.set(index, frame);
      }
      const missing = [...new Set(indices)].filter((index) => !found.has(index));
      const total = found.size + missing.length;
      if (found.size > 0) options?.onProgress?.(found.size, total);
      if (missing.length > 0 || indices.length === 0) {
        const kept = found.size;
        const frames = await call<'frames', readonly Frame[]>(
          'frames',
          { reading, indices: missing, size },
          { signal: options?.signal, onEvent: ({ done }) => options?.onProgress?.(kept + done, total) },
        );
        for (const frame of frames) {
          cache.set(key, frame);
          found.set(frame.index, frame);
        }
      }
      return indices.map((index) => found.get(index) ?? notServed(index));
    },

    picture: (source, index, format, bounds, options) =>
      call<'picture', EncodedPicture>(
        'picture',
        { reading: readingOf(source), index, format, bounds },
        signalOf(options),
      ),

    fingerprint: (source, index, options) =>
      call<'fingerprint', FrameFingerprint>(
        'fingerprint',
        { reading: readingOf(source), index },
        signalOf(options),
      ),

    sound: (source, request, options) =>
      call<'sound', Sound>('sound', { reading: readingOf(source), request }, signalOf(options)),

    track: (source, search, { signal, onEvent }) =>
      call<'track', void>('track', { reading: readingOf(source), search }, { signal, onEvent }),

    playablePath: (source, options) =>
      call<'playablePath', string>('playablePath', { reading: readingOf(source) }, signalOf(options)),

    close,

    async [Symbol.asyncDispose]() {
      cache.clear();
      await worker[Symbol.asyncDispose]();
    },
  };
}

const signalOf = (options: VideoOptions | undefined) => ({ signal: options?.signal });

function ignoreStopped(error: unknown): void {
  if (!isDeepSportError(error) || error.code !== 'WORKER_STOPPED') throw error;
}

function notServed(index: number): never {
  throw new Error(`frame ${index} was not served`);
}
