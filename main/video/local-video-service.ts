import {
  type ClipInfo,
  cancelled,
  DeepSportError,
  type Frame,
  fitWithin,
  type Size,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { scaledTimes, withCaptureRate } from './capture-rate.ts';
import type { OpenClip } from './clip-reader.ts';
import { checkCaptureRate, readingOf } from './clip-reading.ts';
import { encodePicture } from './encode-picture.ts';
import { type FileStamp, readFileStamp } from './file-stamp.ts';
import { FrameCache } from './frame-cache.ts';
import type { FramePriority } from './frame-queue.ts';
import { checkIndices, checkSize, checkSoundRequest, checkTrackSearch } from './frame-request.ts';
import { OpenClips, type OpenedClip } from './open-clips.ts';
import { searchTrack } from './tracking/search-track.ts';
import type { ClipSource, OpenOptions, VideoOptions, VideoService } from './video-service.ts';

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

  const open = async (source: ClipSource, options: OpenOptions = {}) => {
    if (closed) throw new DeepSportError('WORKER_STOPPED', 'The video service is closed.');
    throwIfCancelled(options.signal);
    const reading = readingOf(source);
    checkCaptureRate(reading.captureRate);
    const clip = await clips.get(reading, options);
    const { info } = clip.reader;
    return { ...clip, info: withCaptureRate(info, reading.captureRate) };
  };

  /** The frame in real seconds; kept in the file's own, so that every capture rate finds it. */
  const frameOf = async (
    { queue, key, info }: OpenedClip & { readonly info: Omit<ClipInfo, 'id'> },
    index: number,
    size: Size,
    priority: FramePriority,
    signal: AbortSignal | undefined,
  ): Promise<Frame> => {
    const frame = cache.get(key, index, size) ?? (await queue.request({ index, size, priority, signal }));
    return info.timeScale === 1 ? frame : { ...frame, timeSeconds: frame.timeSeconds * info.timeScale };
  };

  return {
    async probe(source, options) {
      return (await open(source, options)).info;
    },

    async frameTimes(source, options) {
      const { reader, info } = await open(source, options);
      return scaledTimes(reader.times, info.timeScale);
    },

    async frames(source, indices, size, options) {
      checkSize(size);
      const clip = await open(source, { signal: options?.signal });
      checkIndices(indices, clip.info.frameCount);
      return withChildSignal(options, async (signal) => {
        let done = 0;
        const distinct = [...new Set(indices)];
        const requests = distinct.map(async (index) => {
          const frame = await frameOf(clip, index, size, 'look', signal);
          done += 1;
          options?.onProgress?.(done, distinct.length);
          return [index, frame] as const;
        });
        const byIndex = new Map(await Promise.all(requests));
        return indices.map((index) => byIndex.get(index) ?? fail());
      });
    },

    async picture(source, index, format, bounds, options) {
      if (bounds) checkSize(bounds);
      const clip = await open(source, options);
      checkIndices([index], clip.info.frameCount);
      const size = bounds ? fitWithin(clip.info, bounds) : displaySize(clip.info);
      const priority = Math.max(size.width, size.height) <= thumbnailSide ? 'thumbnail' : 'look';
      const frame = await frameOf(clip, index, size, priority, options?.signal);
      throwIfCancelled(options?.signal);
      const encoded = await encodePicture(frame, format);
      return { ...encoded, timeSeconds: frame.timeSeconds, sha256: frame.sha256 };
    },

    async fingerprint(source, index, options) {
      const clip = await open(source, options);
      checkIndices([index], clip.info.frameCount);
      const { sha256 } = await frameOf(clip, index, displaySize(clip.info), 'look', options?.signal);
      const planes = await clip.reader.planes(index, () => !options?.signal?.aborted);
      if (!planes) throw cancelled();
      return { index, rgbSha256: sha256, ...planes };
    },

    async sound(source, request, options) {
      checkSoundRequest(request);
      const { reader } = await open(source, options);
      return reader.sound(request, options?.signal);
    },

    async track(source, search, options) {
      const { reader, info } = await open(source, { signal: options.signal });
      checkTrackSearch(search, info.frameCount);
      const { width, height, timeScale } = info;
      const luma = async (index: number) => {
        // Asked for each time: between two frames the clip may be closed to make room, or be another file.
        const clip = await open(source, { signal: options.signal });
        const data = await clip.reader.luma(index, { width, height }, () => !options.signal?.aborted);
        if (!data) throw cancelled();
        return { width, height, data };
      };
      const { timestampsSeconds } = scaledTimes(reader.times, timeScale);
      await searchTrack({ size: { width, height }, timestampsSeconds, luma }, search, options);
    },

    async playablePath(source, options) {
      await open(source, options);
      return readingOf(source).path;
    },

    close: (path) => clips.close(path),

    async [Symbol.asyncDispose]() {
      closed = true;
      await clips.closeAll();
      cache.clear();
    },
  };
}

const displaySize = ({ width, height }: Size): Size => ({ width, height });

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
