import type { Size, StageProgress, TrackSearch, TrackSearchEvent } from '#common/domain/index.ts';
import type { ClipReading, SoundRequest } from './video-service.ts';

type Asked<Input = unknown> = Input & { readonly reading: ClipReading };

/** Inputs of the worker's methods, by method; results are those of VideoService. */
export type WorkerInputs = {
  readonly probe: Asked;
  readonly frameTimes: Asked;
  readonly frames: Asked<{ readonly indices: readonly number[]; readonly size: Size }>;
  readonly picture: Asked<{
    readonly index: number;
    readonly format: 'png' | 'jpeg';
    readonly bounds: Size | undefined;
  }>;
  readonly fingerprint: Asked<{ readonly index: number }>;
  readonly sound: Asked<{ readonly request: SoundRequest }>;
  readonly track: Asked<{ readonly search: TrackSearch }>;
  readonly playablePath: Asked;
  readonly close: { readonly path: string };
};

export type WorkerMethodName = keyof WorkerInputs;

/** What the worker tells on the way; methods that are not named tell nothing. */
export type WorkerEvents = {
  readonly probe: StageProgress;
  /** How many of the frames are there. */
  readonly frames: { readonly done: number; readonly total: number };
  readonly track: TrackSearchEvent;
};
