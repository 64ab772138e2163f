import type { ModelStore } from '../inference/index.ts';
import type { JobBoard } from '../platform/index.ts';
import type { ModelDownloads } from './services.ts';

/** Downloads in the background; one that is cancelled or cut short goes on when it is started again. */
export const createModelDownloads = (models: ModelStore, jobs: JobBoard): ModelDownloads => ({
  start: (hubId, precision) =>
    jobs.start({ kind: 'download', title: `${hubId} in ${precision}`, clipId: null }, ({ signal, report }) =>
      models.download(hubId, precision, { signal, onStage: report }),
    ).id,
});
