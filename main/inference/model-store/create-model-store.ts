import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DeepSportError, precisions, type StoredModel } from '#common/domain/index.ts';
import { readModelFolder } from '../onnx/model-folder.ts';
import { chooseFiles, offeredPrecisions, totalBytes } from './choose-files.ts';
import { downloadFile } from './download-file.ts';
import type { HubClient } from './hub-client.ts';
import { knownModels } from './known-models.ts';
import type { ModelStore } from './model-store.ts';

export type ModelStoreParts = {
  /** Each model is a folder in it; made on first use. */
  readonly folder: string;
  readonly hub: HubClient;
  readonly freeBytes?: ((folder: string) => Promise<number>) | undefined;
  readonly retryDelay?: ((attempt: number) => number) | undefined;
};

/** In a model's folder: where it came from. */
const originFile = 'deepsport-origin.json';
const originSchema = z.object({
  hubId: z.string(),
  revision: z.string(),
  precision: z.enum(precisions),
  licence: z.string().nullable(),
  sizeBytes: z.number(),
});

/** Downloads under way lie here, one folder for each model, commit and precision. */
const unfinishedFolder = '.unfinished';
/** Left free whatever is fetched: projects have to be written too. */
const reserveBytes = 512 * 2 ** 20;

const freeBytesOf = async (folder: string) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

export function createModelStore(parts: ModelStoreParts): ModelStore {
  const { folder, hub, freeBytes = freeBytesOf, retryDelay } = parts;
  const running = new Map<string, Promise<unknown>>();

  const list = async (): Promise<readonly StoredModel[]> => {
    const names = await readdir(folder).catch(() => []);
    const models = await Promise.all(names.map((name) => readStored(folder, name)));
    return models.filter((model) => model !== null);
  };

  return {
    known: knownModels,
    list,
    async offer(hubId, options) {
      const { revision, licence, gated, files } = await hub.model(hubId, options?.signal);
      const offered = offeredPrecisions(files);
      if (offered.length === 0) throw notRunnable(hubId);
      return { hubId, revision, licence, gated, precisions: offered };
    },
    async download(hubId, precision, options) {
      const { signal, onStage } = options ?? {};
      const id = `${hubId.replace('/', '--')}-${precision}`;
      if (running.has(id)) {
        throw new DeepSportError('BAD_INPUT', `${hubId} is being downloaded already.`, { hubId });
      }
      const work = (async (): Promise<StoredModel> => {
        onStage?.({ stage: 'Asking the hub', done: 0, total: null });
        const { revision, licence, files } = await hub.model(hubId, signal);
        const chosen = chooseFiles(files, precision);
        if (!chosen) throw notRunnable(hubId, precision);
        const key = createHash('sha256').update(`${hubId}\0${revision}\0${precision}`).digest('hex');
        const unfinished = join(folder, unfinishedFolder, key.slice(0, 16));
        await mkdir(unfinished, { recursive: true });
        const total = totalBytes(chosen);
        const there = await sizeOfFolder(unfinished);
        await checkRoom(await freeBytes(folder), total - there, hubId);
        let before = 0;
        for (const file of chosen) {
          await downloadFile({
            hub,
            hubId,
            revision,
            file,
            target: join(unfinished, ...file.path.split('/')),
            signal,
            retryDelay,
            onBytes: (done) => onStage?.({ stage: 'Downloading', done: before + done, total }),
          });
          before += file.sizeBytes;
        }
        const origin = { hubId, revision, precision, licence, sizeBytes: total };
        await writeFile(join(unfinished, originFile), JSON.stringify(origin, null, 2));
        // What cannot be run is said now, not when a question is asked.
        await readModelFolder(unfinished);
        await rm(join(folder, id), { recursive: true, force: true });
        await rename(unfinished, join(folder, id));
        return { id, ...origin };
      })();
      running.set(id, work);
      try {
        return await work;
      } finally {
        running.delete(id);
      }
    },
    async remove(id) {
      const known = (await list()).find((model) => model.id === id);
      if (!known) throw new DeepSportError('NOT_FOUND', 'This model is not in the store any more.', { id });
      await rm(join(folder, id), { recursive: true, force: true });
    },
  };
}

async function readStored(folder: string, name: string): Promise<StoredModel | null> {
  const text = await readFile(join(folder, name, originFile), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return { id: name, ...originSchema.parse(JSON.parse(text)) };
  } catch {
    return null;
  }
}

async function sizeOfFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function checkRoom(free: number, needed: number, hubId: string): void {
  if (needed + reserveBytes <= free) return;
  const gigabytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  throw new DeepSportError(
    'DISK_FULL',
    `${hubId} needs ${gigabytes(needed)} GB more on the disk, and ${gigabytes(Math.max(0, free - reserveBytes))} GB are free. Free some space, or choose a smaller precision.`,
    { hubId, neededBytes: needed, freeBytes: free },
  );
}

const notRunnable = (hubId: string, precision?: string) =>
  new DeepSportError(
    'MODEL_INCOMPLETE',
    precision
      ? `${hubId} is not published in ${precision}. Choose another precision.`
      : `${hubId} is not published as ONNX graphs for transformers.js (vision_encoder, embed_tokens, decoder_model_merged), so it cannot run here. Choose another model, or run it on a server.`,
    { hubId },
  );
