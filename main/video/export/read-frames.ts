import type { Frame, FrameRange, Size } from '#common/domain/index.ts';
import type { ClipSource, VideoService } from '../video-service.ts';

export type FramesToRead = {
  readonly video: Pick<VideoService, 'frames'>;
  readonly source: ClipSource;
  readonly range: FrameRange;
  readonly size: Size;
  /** Memory for pictures on their way, of which two batches are there at a time. */
  readonly batchBytes: number;
  readonly signal: AbortSignal;
};

const mostInBatch = 32;

/** Frames of a range in order; the next ones are decoded while these are worked on. */
export async function* readFrames(request: FramesToRead): AsyncGenerator<Frame, void, void> {
  const { video, source, range, size, batchBytes, signal } = request;
  const fitting = Math.floor(batchBytes / (size.width * size.height * 3));
  const perBatch = Math.max(1, Math.min(mostInBatch, fitting));
  const read = (start: number) => {
    const count = Math.min(perBatch, range.end - start + 1);
    const indices = Array.from({ length: Math.max(0, count) }, (_, i) => start + i);
    const batch = count > 0 ? video.frames(source, indices, size, { signal }) : Promise.resolve([]);
    // Whoever awaits it hears of a failure; nobody may after a cancel.
    batch.catch(() => {});
    return batch;
  };
  let next = read(range.start);
  for (let start = range.start; start <= range.end; start += perBatch) {
    const batch = await next;
    next = read(start + perBatch);
    yield* batch;
  }
}
