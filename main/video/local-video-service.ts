import {
  cancelled,
  DeepSportError,
  type Frame,
  fitWithin,
  type Size,
  throwIfCancelled,
} from '#common/domain/index.ts';
import type { OpenClip } from './clip-reader.ts';
import { encodePicture } from './encode-picture.ts';
import { type FileStamp, readFileStamp } from './file-stamp.ts';
import { FrameCache } from './frame-cache.ts';
import type { FramePriority } from './frame-queue.ts';
import { checkIndices, checkSize } from './frame-request.ts';
import { OpenClips, type OpenedClip } from './open-clips.ts';
import type { VideoOptions, VideoService } from './video-service.ts';

export type LocalVideoServiceParts = {
  readonly openClip: OpenClip;
  readonly readStamp?: (path: string) => Promise<FileStamp>;
  /** Bound of the frames kept in memory. */
  readonly cacheBytes?: number;
  readonly maxOpenClips?: number;
};

/** Pictures up to this many pixels wide and high are for filmstrips and yield to everything else. */
const thumbnailSide = 320;

/** The video service in this process; the worker serves it, tests may call it directly. */
export function createLocalVideoService({
  openClip,
  readStamp = readFileStamp,
  cacheBytes = 128 * 2 ** 20,
  maxOpenClips = 8,
}: LocalVideoServiceParts): VideoService {
  const cache = new FrameCache(cacheBytes);
  const clips = new OpenClips({ openClip, readStamp, cache, maxOpenClips });
  let closed = false;

  const open = async (path: string, signal: AbortSignal | undefined) => {
    if (closed) throw new DeepSportError('WORKER_STOPPED', 'The video service is closed.');
    throwIfCancelled(signal);
    return clips.get(path, signal);
  };

  const frameOf = async (
    { queue }: OpenedClip,
    path: string,
    index: number,
    size: Size,
    priority: FramePriority,
    signal: AbortSignal | undefined,
  ): Promise<Frame> => cache.get(path, index, size) ?? queue.request({ index, size, priority, signal });

  return {
    async probe(path, options) {
      return (await open(path, options?.signal)).reader.info;
    },

    async frameTimes(path, options) {
      return (await open(path, options?.signal)).reader.times;
    },

    async frames(path, indices, size, options) {
      checkSize(size);
      const clip = await open(path, options?.signal);
      checkIndices(indices, clip.reader.info.frameCount);
      return withChildSignal(options, async (signal) => {
        let done = 0;
        const distinct = [...new Set(indices)];
        const requests = distinct.map(async (index) => {
          const frame = await frameOf(clip, path, index, size, 'look', signal);
          done += 1;
          options?.onProgress?.(done, distinct.length);
          return [index, frame] as const;
        });
        const byIndex = new Map(await Promise.all(requests));
        return indices.map((index) => byIndex.get(index) ?? fail());
      });
    },

    async picture(path, index, format, bounds, options) {
      if (bounds) checkSize(bounds);
      const clip = await open(path, options?.signal);
      const { info } = clip.reader;
      checkIndices([index], info.frameCount);
      const size = bounds ? fitWithin(info, bounds) : { width: info.width, height: info.height };
      const priority = Math.max(size.width, size.height) <= thumbnailSide ? 'thumbnail' : 'look';
      const frame = await frameOf(clip, path, index, size, priority, options?.signal);
      throwIfCancelled(options?.signal);
      const encoded = await encodePicture(frame, format);
      return { ...encoded, timeSeconds: frame.timeSeconds, sha256: frame.sha256 };
    },

    close: (path) => clips.close(path),

    async [Symbol.asyncDispose]() {
      closed = true;
      await clips.closeAll();
      cache.clear();
    },
  };
}

/** Runs work whose parts all stop when the caller cancels or when one part fails. */
async function withChildSignal<Result>(
  options: VideoOptions | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (options?.signal?.aborted) throw cancelled();
  options?.signal?.addEventListener('abort', abort, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    options?.signal?.removeEventListener('abort', abort);
    controller.abort();
  }
}

function fail(): never {
  throw new Error('a frame was served under another number');
}
