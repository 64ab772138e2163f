import type { Conversion, StageProgress, VideoTrack } from '#common/domain/index.ts';

/** A converted file that stands for one picture track of another one, frame for frame. */
export type ConvertedClip = Conversion & {
  /** The file that is read in its place: with one picture track, the one asked for. */
  readonly path: string;
  readonly frameCount: number;
  /** As ClipInfo has it, of the source. */
  readonly truncated: boolean;
  /** Of the source. */
  readonly videoTracks: readonly VideoTrack[];
  /** The one that was converted. */
  readonly videoTrack: number;
};

export type FindOptions = {
  /** By its place among the source's picture tracks, from 0; the file's own choice when left out. */
  readonly videoTrack?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type ConvertOptions = FindOptions & {
  readonly onStage?: ((progress: StageProgress) => void) | undefined;
};

/**
 * Files that cannot be read frame by frame, converted once by ffmpeg and kept by what is in them. A conversion
 * counts only with its frame map: as many frames as the source decodes to, each compared with its own.
 */
export interface Conversions extends AsyncDisposable {
  /** What the file was converted to before; undefined when it was not, or when the file has changed since. */
  find(path: string, options?: FindOptions): Promise<ConvertedClip | undefined>;
  /**
   * Converts the file, once however many ask; the work ends when all who wait for it have left. Fails with
   * FFMPEG_MISSING, CONVERSION_FAILED, DISK_FULL, NOT_A_VIDEO, NO_VIDEO_TRACK, CLIP_DAMAGED (no frame of it can be
   * decoded), BAD_INPUT (no such track), FILE_MISSING, FILE_EMPTY, FILE_CHANGED, WORKER_STOPPED, CANCELLED; nothing
   * half-written stays.
   */
  convert(path: string, options?: ConvertOptions): Promise<ConvertedClip>;
}
