import type { Size } from '#common/domain/index.ts';

/** Inputs of the worker's methods, by method; results are those of VideoService. */
export type WorkerInputs = {
  readonly probe: { readonly path: string };
  readonly frameTimes: { readonly path: string };
  readonly frames: { readonly path: string; readonly indices: readonly number[]; readonly size: Size };
  readonly picture: {
    readonly path: string;
    readonly index: number;
    readonly format: 'png' | 'jpeg';
    readonly bounds: Size | undefined;
  };
  readonly close: { readonly path: string };
};

export type WorkerMethodName = keyof WorkerInputs;

/** The one event, of `frames`: how many of the frames are there. */
export type FramesProgress = { readonly done: number; readonly total: number };
