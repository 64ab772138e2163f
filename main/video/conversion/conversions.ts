import type { Conversion, StageProgress } from '#common/domain/index.ts';

/** A converted file that stands for another one, frame for frame. */
export type ConvertedClip = Conversion & {
  /** The file that is read in its place. */
  readonly path: string;
  readonly frameCount: number;
};

export type ConvertOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((progress: StageProgress) => void) | undefined;
};

/**
 * Files that cannot be read frame by frame, converted once by ffmpeg and kept by what is in them. A conversion
 * counts only with its frame map: as many frames as the source decodes to, each compared with its own.
 */
export interface Conversions extends AsyncDisposable {
  /** What the file was converted to before; undefined when it was not, or when the file has changed since. */
  find(path: string): Promise<ConvertedClip | undefined>;
  /**
   * Converts the file, once however many ask; the work ends when all who wait for it have left. Fails with
   * FFMPEG_MISSING, CONVERSION_FAILED, DISK_FULL, NOT_A_VIDEO, NO_VIDEO_TRACK, FILE_CHANGED, CANCELLED; nothing
   * half-written stays.
   */
  convert(path: string, options?: ConvertOptions): Promise<ConvertedClip>;
}
