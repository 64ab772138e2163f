import type { ExportResult, Job, JobKind, StageProgress } from '#common/domain/index.ts';

export type JobWork<Result> = (context: {
  readonly signal: AbortSignal;
  readonly report: (progress: StageProgress) => void;
}) => Promise<Result>;

export type JobStart = {
  /** A fresh one when left out. */
  readonly id?: string;
  readonly kind: JobKind;
  readonly title: string;
  readonly clipId: string | null;
};

/** The long work going on, so that every page and host sees the same list and can cancel any of it. */
export interface JobBoard {
  /** Starts work; it goes on whoever waits for it, until `cancel`. */
  start<Result>(
    job: JobStart,
    work: JobWork<Result>,
    /** What of the result a page sees. */
    toResult?: (result: Result) => ExportResult | null,
  ): { readonly id: string; readonly finished: Promise<Result> };
  /** Newest first; ended ones stay until dismissed, the newest fifty of them. */
  list(): readonly Job[];
  /** The list now and after each change, progress at most ten times a second. Ends when the signal fires. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<readonly Job[], void, void>;
  /** Cancels running work; an ended one is taken off the list. Fails with NOT_FOUND. */
  cancel(id: string): void;
}
