import type { StageProgress } from '#common/domain/index.ts';

/** Where conversions are kept and what makes them; the same in every call of a client. */
export type ConversionSettings = {
  readonly folder: string;
  readonly maxBytes: number;
  /** The program that a person chose; null to look for one. */
  readonly ffmpegPath: string | null;
};

/** Inputs of the worker's methods, by method; the result is that of Conversions. */
export type ConversionWorkerInputs = {
  readonly convert: {
    readonly path: string;
    readonly videoTrack: number | undefined;
    readonly settings: ConversionSettings;
  };
};

/** What `convert` tells on the way. */
export type ConversionWorkerEvent = StageProgress;
