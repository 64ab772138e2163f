import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices, type Services, type ServicesOptions } from '#main/composition.ts';
import {
  createEnvironmentSecrets,
  forkWorker,
  openSettingsFile,
  type StartWorker,
} from '#main/platform/index.ts';

export const root = join(import.meta.dirname, '..', '..');

const workerSources = {
  'video-worker': 'main/video/video-worker.ts',
  'media-worker': 'main/video/media-worker.ts',
  'inference-worker': 'main/inference/worker.ts',
};

/** Workers from their sources, so that tests need no build. */
export const startSourceWorker: StartWorker = (name) => forkWorker(join(root, workerSources[name]));

export type RealServices = { readonly services: Services; readonly folder: string } & AsyncDisposable;

/** The real services over a data folder of their own; both are gone afterwards. */
export function openRealServices(options: Partial<ServicesOptions> = {}): RealServices {
  const folder = mkdtempSync(join(tmpdir(), 'deepsport-services-'));
  const services = composeServices({
    host: 'cli',
    version: '0.0.0',
    resourceFolder: join(root, 'resources'),
    projectFile: ':memory:',
    dataFolder: folder,
    settings: openSettingsFile({ file: join(folder, 'settings.json'), env: {} }),
    secrets: createEnvironmentSecrets(options.env ?? {}),
    startWorker: startSourceWorker,
    log: () => {},
    env: {},
    ...options,
  });
  return {
    services,
    folder,
    async [Symbol.asyncDispose]() {
      await services[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
