import type { StageProgress } from '#common/domain/index.ts';
import type { ConvertedClip } from './conversions.ts';

/** Where conversions are kept and what makes them; the same in every call of a client. */
export type ConversionSettings = {
  readonly folder: string;
  readonly maxBytes: number;
  /** The program that a person chose; null to look for one. */
  readonly ffmpegPath: string | null;
};

type Asked = {
  readonly path: string;
  readonly videoTrack: number | undefined;
  readonly settings: ConversionSettings;
};

/** Inputs of the worker's methods, by method. */
export type ConversionWorkerInputs = { readonly convert: Asked; readonly findConversion: Asked };

export type ConversionWorkerResults = {
  readonly convert: ConvertedClip;
  readonly findConversion: ConvertedClip | undefined;
};

/** What `convert` tells on the way. */
export type ConversionWorkerEvent = StageProgress;
