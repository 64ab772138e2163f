import type { BurnIn, ExportResult, FrameRange, Stroboscope } from '#common/domain/index.ts';
import type { ClipToExport } from './export-clip.ts';

/** What is to be written, of clips by their place in the job's list. */
export type ExportWork =
  | {
      readonly kind: 'clip';
      readonly range: FrameRange;
      readonly cut: 'copy' | 'smart' | 'exact';
      readonly sound: boolean;
      readonly burnIn: BurnIn | null;
    }
  | {
      readonly kind: 'frames';
      readonly frames: readonly number[];
      readonly format: 'png' | 'jpeg';
      readonly burnIn: BurnIn | null;
    }
  | {
      readonly kind: 'reel';
      readonly parts: readonly {
        readonly clip: number;
        readonly range: FrameRange;
        readonly burnIn: BurnIn | null;
      }[];
      readonly sound: boolean;
    }
  | {
      readonly kind: 'stack';
      readonly parts: readonly {
        readonly clip: number;
        readonly range: FrameRange;
        readonly syncFrame: number;
        readonly burnIn: BurnIn | null;
      }[];
      readonly sound: number | null;
    }
  | { readonly kind: 'stroboscope'; readonly choice: Stroboscope };

export type ExportJob = {
  readonly id: string;
  readonly work: ExportWork;
  readonly clips: readonly ClipToExport[];
  /** Where it is written first; must not exist. */
  readonly partPath: string;
  /** What it will be called, which says the container. */
  readonly targetName: string;
};

/** Inputs of the worker's methods. `runExport` tells StageProgress as its events. */
export type ExportWorkerInputs = {
  readonly runExport: ExportJob;
  readonly cancelExport: { readonly id: string };
};

export type ExportWorkerResult = Pick<ExportResult, 'frameCount' | 'note'>;
