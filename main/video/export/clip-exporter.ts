import type { BurnIn, ExportResult, FrameRange, StageProgress, Stroboscope } from '#common/domain/index.ts';
import type { ClipSource } from '../video-service.ts';

/** As ExportRequest in `common/domain/export.ts`, with files in place of clip ids. */
export type ExportTask =
  | {
      readonly kind: 'clip';
      readonly source: ClipSource;
      readonly range: FrameRange;
      readonly cut: 'copy' | 'smart' | 'exact';
      readonly sound: boolean;
      readonly burnIn: BurnIn | null;
    }
  | {
      readonly kind: 'frames';
      readonly source: ClipSource;
      readonly frames: readonly number[];
      readonly format: 'png' | 'jpeg';
      readonly burnIn: BurnIn | null;
    }
  | {
      readonly kind: 'reel';
      readonly parts: readonly {
        readonly source: ClipSource;
        readonly range: FrameRange;
        /** Its ranges count frames of this part's clip. */
        readonly burnIn: BurnIn | null;
      }[];
      readonly sound: boolean;
    }
  | {
      readonly kind: 'stack';
      readonly parts: readonly {
        readonly source: ClipSource;
        readonly range: FrameRange;
        readonly syncFrame: number;
        /** Its ranges count frames of this part's clip. */
        readonly burnIn: BurnIn | null;
      }[];
      readonly sound: number | null;
    }
  | { readonly kind: 'stroboscope'; readonly source: ClipSource; readonly choice: Stroboscope };

export type ExportOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((progress: StageProgress) => void) | undefined;
};

/**
 * Writes ranges and frames of clips to files, in a process of its own. Free space is checked first; the file
 * appears under its name only when it is whole, and a file that was there before is kept until then.
 */
export interface ClipExporter extends AsyncDisposable {
  /**
   * `target` is the file to be written, whose extension says the container (.mp4, .mov, .mkv, .webm), or for several
   * frames the folder they go to (made when missing). What was written is opened and compared with its source before it gets its name. Fails with
   * RANGE_INVALID, FRAME_OUT_OF_RANGE, BAD_INPUT (target not writable, or its container cannot hold the codec),
   * DISK_FULL, CLIP_DAMAGED, FILE_MISSING, FILE_CHANGED, WORKER_STOPPED, CANCELLED, and as VideoService does;
   * nothing half-written stays.
   */
  export(
    task: ExportTask,
    target: string,
    options?: ExportOptions,
  ): Promise<Omit<ExportResult, 'downloadPath'>>;
  /** Name for a person to start from, with the extension that fits: `match 35–59.mp4`. */
  suggestedName(task: ExportTask): string;
}
