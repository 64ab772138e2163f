import type { Stroboscope } from '#common/domain/index.ts';
import type { ClipReading, EncodedPicture } from '../video-service.ts';

/** Inputs of the worker's methods. */
export type StroboscopeWorkerInputs = {
  readonly previewStroboscope: { readonly reading: ClipReading; readonly choice: Stroboscope };
};

export type StroboscopePreview = Pick<EncodedPicture, 'mediaType' | 'bytes'> & {
  readonly width: number;
  readonly height: number;
  /** What a person should know of it, in sentences; empty for nothing. */
  readonly note: string;
};
