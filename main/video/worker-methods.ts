import type { WorkerMethod } from '#main/platform/index.ts';
import type { VideoService } from './video-service.ts';
import type { WorkerEvents, WorkerInputs, WorkerMethodName } from './worker-messages.ts';

/** A video service as the methods of a worker. */
export function videoWorkerMethods(video: VideoService): Readonly<Record<WorkerMethodName, WorkerMethod>> {
  return {
    probe: ({ reading }: WorkerInputs['probe'], { signal, emit }) =>
      video.probe(reading, {
        signal,
        onStage: (progress) => emit(progress satisfies WorkerEvents['probe']),
      }),
    frameTimes: ({ reading }: WorkerInputs['frameTimes'], { signal }) =>
      video.frameTimes(reading, { signal }),
    frames: ({ reading, indices, size }: WorkerInputs['frames'], { signal, emit }) =>
      video.frames(reading, indices, size, {
        signal,
        onProgress: (done, total) => emit({ done, total } satisfies WorkerEvents['frames']),
      }),
    picture: ({ reading, index, format, bounds }: WorkerInputs['picture'], { signal }) =>
      video.picture(reading, index, format, bounds, { signal }),
    fingerprint: ({ reading, index }: WorkerInputs['fingerprint'], { signal }) =>
      video.fingerprint(reading, index, { signal }),
    sound: ({ reading, request }: WorkerInputs['sound'], { signal }) =>
      video.sound(reading, request, { signal }),
    track: ({ reading, search }: WorkerInputs['track'], { signal, emit }) =>
      video.track(reading, search, {
        signal,
        onEvent: (event) => emit(event satisfies WorkerEvents['track']),
      }),
    playablePath: ({ reading }: WorkerInputs['playablePath'], { signal }) =>
      video.playablePath(reading, { signal }),
    close: ({ path }: WorkerInputs['close']) => video.close(path),
  };
}
