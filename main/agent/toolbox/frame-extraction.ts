import { type Frame, type FrameRange, type Size, sampleEvenly } from '#common/domain/index.ts';
import type { FrameProgress, VideoService } from '#main/video/video-service.ts';

export type FrameExtraction = {
  /** Inclusive; inside the clip. */
  readonly range: FrameRange;
  readonly count: number;
  readonly size: Size;
};

export type FrameSource = {
  readonly video: Pick<VideoService, 'frames'>;
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: FrameProgress | undefined;
};

/**
 * The tool of the paper, `frame_extraction_tool(idx_start, idx_end)`: frames spread evenly over a window, without
 * duplicates, scaled once to the size that the model wants. Throws what `VideoService.frames` throws.
 */
export function extractFrames(
  { range, count, size }: FrameExtraction,
  source: FrameSource,
): Promise<readonly Frame[]> {
  const { video, path, signal, onProgress } = source;
  return video.frames(path, sampleEvenly(range, count), size, { signal, onProgress });
}
