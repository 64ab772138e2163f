import type { WorkerMethod } from '#main/platform/index.ts';
import type { VideoService } from './video-service.ts';
import type { FramesProgress, WorkerInputs, WorkerMethodName } from './worker-messages.ts';

/** A video service as the methods of a worker. */
export function videoWorkerMethods(video: VideoService): Readonly<Record<WorkerMethodName, WorkerMethod>> {
  return {
    probe: ({ path }: WorkerInputs['probe'], { signal }) => video.probe(path, { signal }),
    frameTimes: ({ path }: WorkerInputs['frameTimes'], { signal }) => video.frameTimes(path, { signal }),
    frames: ({ path, indices, size }: WorkerInputs['frames'], { signal, emit }) =>
      video.frames(path, indices, size, {
        signal,
        onProgress: (done, total) => emit({ done, total } satisfies FramesProgress),
      }),
    picture: ({ path, index, format, bounds }: WorkerInputs['picture'], { signal }) =>
      video.picture(path, index, format, bounds, { signal }),
    close: ({ path }: WorkerInputs['close']) => video.close(path),
  };
}
