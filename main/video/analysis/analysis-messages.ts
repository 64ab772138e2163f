import type { FileStamp } from '../file-stamp.ts';

/** What the worker is asked to analyse. */
export type AnalysisTask = {
  /** The file that holds the frames, and which of its picture tracks. */
  readonly path: string;
  readonly videoTrack: number | undefined;
  /** Files that must stay as they are while the pass goes on. */
  readonly guarded: readonly { readonly path: string; readonly stamp: FileStamp }[];
  /** Where this analysis is kept. */
  readonly folder: string;
};

export type AnalysisWorkerInputs = { readonly analyse: AnalysisTask };

/** What the worker tells after each commit. */
export type AnalysisProgress = { readonly framesDone: number; readonly frameCount: number };
