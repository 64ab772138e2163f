import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cancelled, DeepSportError, isDeepSportError, throwIfCancelled } from '#common/domain/index.ts';
import type { HubClient, HubFile } from './hub-client.ts';

export type DownloadFile = {
  readonly hub: HubClient;
  readonly hubId: string;
  readonly revision: string;
  readonly file: HubFile;
  /** Where it goes; what is there already of an earlier try lies at `target.part`. */
  readonly target: string;
  readonly signal: AbortSignal | undefined;
  /** Bytes of this file at hand so far. */
  readonly onBytes: (done: number) => void;
  readonly retryDelay?: ((attempt: number) => number) | undefined;
};

/** Broken connections in a row without a single new byte, before it is given up. */
const mostTries = 5;

/**
 * Fetches one file, going on with what an earlier try left, and checks it by its hash. A connection that breaks is
 * made anew from the byte where it broke; content that does not hash right is fetched once more from its beginning.
 */
export async function downloadFile(download: DownloadFile): Promise<void> {
  const { file, target, onBytes, signal } = download;
  const whole = await stat(target).catch(() => null);
  if (whole?.size === file.sizeBytes) {
    onBytes(file.sizeBytes);
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  const part = `${target}.part`;
  for (const lastTry of [false, true]) {
    await fetchRest(download, part);
    if (await hashesRight(part, file, signal)) {
      await rename(part, target);
      return;
    }
    await rm(part, { force: true });
    if (lastTry) throw notWhatItShouldBe(file.path);
  }
}

async function fetchRest(download: DownloadFile, part: string): Promise<void> {
  const { hub, hubId, revision, file, signal, onBytes, retryDelay = (n) => 1000 * 2 ** n } = download;
  for (let failures = 0; ; ) {
    const before = await sizeOf(part);
    if (before >= file.sizeBytes) {
      onBytes(file.sizeBytes);
      return;
    }
    const reason = await append(
      part,
      async () => hub.open(hubId, revision, file.path, before, signal),
      download,
    ).catch((error: unknown) => {
      if (signal?.aborted) throw cancelled();
      if (isDeepSportError(error)) throw error;
      if (isFull(error)) throw diskFull(file.path, error);
      return error;
    });
    const after = await sizeOf(part);
    if (after >= file.sizeBytes) continue;
    failures = after > before ? 0 : failures + 1;
    if (failures >= mostTries) throw broken(hubId, reason);
    await delay(retryDelay(failures), undefined, { signal }).catch(() => {
      throw cancelled();
    });
  }
}

async function append(
  part: string,
  openStream: () => ReturnType<HubClient['open']>,
  { file, signal, onBytes }: DownloadFile,
): Promise<void> {
  const { from, bytes } = await openStream();
  const handle = await open(part, from === 0 ? 'w' : 'r+');
  try {
    let at = from;
    for await (const chunk of bytes) {
      throwIfCancelled(signal);
      if (at + chunk.length > file.sizeBytes) throw notWhatItShouldBe(file.path);
      await handle.write(chunk, 0, chunk.length, at);
      at += chunk.length;
      onBytes(at);
    }
  } finally {
    await handle.close();
  }
}

async function hashesRight(path: string, { hash, sizeBytes }: HubFile, signal: AbortSignal | undefined) {
  const digest: Hash = createHash(hash.kind === 'sha256' ? 'sha256' : 'sha1');
  if (hash.kind === 'git-sha1') digest.update(`blob ${sizeBytes}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    throwIfCancelled(signal);
    digest.update(chunk as Buffer);
  }
  return digest.digest('hex') === hash.hex;
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0;

const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const diskFull = (path: string, cause: unknown) =>
  new DeepSportError(
    'DISK_FULL',
    `The disk is full, so ${basename(path)} was not fetched to its end. Free some space; the download goes on where it stopped.`,
    { name: basename(path) },
    { cause },
  );

const notWhatItShouldBe = (path: string) =>
  new DeepSportError(
    'DOWNLOAD_FAILED',
    `${basename(path)} came twice with content that is not what the hub says it is. Try again later, or through another network.`,
    { name: basename(path) },
  );

const broken = (hubId: string, cause: unknown) =>
  new DeepSportError(
    'DOWNLOAD_FAILED',
    'The connection to the hub broke again and again. Check the network; the download goes on where it stopped.',
    { hubId },
    { cause },
  );
