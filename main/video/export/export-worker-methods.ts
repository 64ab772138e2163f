import type { WorkerMethod } from '#main/platform/worker-server.ts';
import { createLocalVideoService } from '../local-video-service.ts';
import { openMediabunnyClip } from '../mediabunny/open-clip.ts';
import type { VideoService } from '../video-service.ts';
import type { ExportWorkerInputs, ExportWorkerResult } from './export-worker-messages.ts';
import { runExport } from './run-export.ts';

/** Frames are used once, in order: a few on their way are enough. */
const cacheBytes = 64 * 2 ** 20;

/**
 * The worker's side of ClipExporter. An export is cancelled by a method of its own, so that its call ends only when
 * it has let go of the file.
 */
export function exportWorkerMethods(): Readonly<Record<keyof ExportWorkerInputs, WorkerMethod>> {
  let service: VideoService | null = null;
  const running = new Map<string, AbortController>();
  return {
    async runExport(job: ExportWorkerInputs['runExport'], { emit }): Promise<ExportWorkerResult> {
      service ??= createLocalVideoService({ openClip: openMediabunnyClip, cacheBytes });
      const controller = new AbortController();
      running.set(job.id, controller);
      try {
        return await runExport(service, job, { signal: controller.signal, onStage: emit });
      } finally {
        running.delete(job.id);
        const paths = new Set(job.clips.map(({ path }) => path));
        await Promise.all([...paths].map((path) => service?.close(path)));
      }
    },
    async cancelExport({ id }: ExportWorkerInputs['cancelExport']) {
      running.get(id)?.abort();
    },
  };
}
