import type { ClipInfo, Frame, FrameTimes, Size } from '#common/domain/index.ts';

export type VideoOptions = { readonly signal?: AbortSignal | undefined };

/** A picture in a file format, upright, as a person sees it. */
export type EncodedPicture = {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly bytes: Uint8Array;
  readonly timeSeconds: number;
  /** SHA-256, hex, of the packed RGB pixels before encoding. */
  readonly sha256: string;
};

export type FrameProgress = (done: number, total: number) => void;

/**
 * Exact frames of clips. A frame is its rank by presentation time in the clip's video track, from 0; the same
 * number gives the same picture everywhere. Clips are named by their path on this machine; the first call on a
 * path builds the frame index, which is kept until `close` or until the file changes (FILE_CHANGED).
 *
 * Every failure is a DeepSportError: FILE_MISSING, FILE_EMPTY, NOT_A_VIDEO, NO_VIDEO_TRACK, CLIP_DAMAGED,
 * CONTAINER_UNSUPPORTED, CODEC_UNSUPPORTED, FRAME_OUT_OF_RANGE, RANGE_INVALID, WORKER_STOPPED, CANCELLED.
 */
export interface VideoService extends AsyncDisposable {
  /** What is known of a clip. `id` is left to the caller: it is the path's own until a registry names it. */
  probe(path: string, options?: VideoOptions): Promise<Omit<ClipInfo, 'id'>>;
  /** All timestamps, in display order. */
  frameTimes(path: string, options?: VideoOptions): Promise<FrameTimes>;
  /**
   * Frames by number, upright, each scaled once to exactly `size` and hashed; in the order asked, repeats
   * allowed. Decodes in one pass over ascending numbers, shared with other requests for the clip; served from
   * memory where it can be, so the pixels are shared too: copy them before changing them.
   */
  frames(
    path: string,
    indices: readonly number[],
    size: Size,
    options?: VideoOptions & { readonly onProgress?: FrameProgress | undefined },
  ): Promise<readonly Frame[]>;
  /** One frame as PNG or JPEG at most `bounds` large (never enlarged; display size when left out). */
  picture(
    path: string,
    index: number,
    format: 'png' | 'jpeg',
    bounds?: Size,
    options?: VideoOptions,
  ): Promise<EncodedPicture>;
  /** Frees what is kept of a clip; a clip never opened is fine. */
  close(path: string): Promise<void>;
}
