import type { ErrorCode } from './errors.ts';

export type JobKind = 'open' | 'analyse' | 'export' | 'download' | 'batch' | 'handover' | 'import' | 'find';

/** What a finished export left behind. */
export type ExportResult = {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly frameCount: number;
  /** What a person should know of it: `begins at key frame 120 instead of 135`; empty for nothing. */
  readonly note: string;
  /** Where a page gets the file; null where it lies where the person chose. */
  readonly downloadPath: string | null;
};

/** Work over a second that goes on in the background: seen with progress, cancelled at any time. */
export type Job = {
  readonly id: string;
  readonly kind: JobKind;
  /** What it works on, for a person: the clip's name. */
  readonly title: string;
  readonly clipId: string | null;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  /** What it does at present: `Indexing`, `Converting to H.264`, `Analysing`. */
  readonly stage: string;
  /** Share done, 0 to 1; null while unknown. */
  readonly progress: number | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly failure: { readonly code: ErrorCode; readonly message: string } | null;
  readonly result: ExportResult | null;
};

/** What work tells of itself on the way. */
export type StageProgress = {
  readonly stage: string;
  readonly done: number;
  /** Null while the whole is unknown. */
  readonly total: number | null;
};
