import { access, constants, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import {
  diskFull,
  targetFolderMissing,
  targetIsFile,
  targetIsFolder,
  targetIsSource,
  targetNotWritable,
} from './export-errors.ts';

export type TargetRequest = {
  /** Files that must not be overwritten. */
  readonly sources: readonly string[];
  /** Whether several files go to a folder of this name. */
  readonly isFolder: boolean;
};

/** A place for an export: written beside it under a hidden name, and put there whole. Gone unless committed. */
export interface Target extends AsyncDisposable {
  /** The folder that the space is needed in. */
  readonly folder: string;
  readonly partPath: string;
  /** Makes sure that all is on the disk and puts it in its place. */
  commit(): Promise<{ readonly fileName: string; readonly sizeBytes: number }>;
}

const partPattern = /^\..*\.(\d+)-\d+\.deepsport-part$/;
/** File systems take names of 255 bytes. */
const longestPartName = 60;
let partsMade = 0;

/** Prepares the place. Fails with BAD_INPUT where nothing can be written or a source would be. */
export async function openTarget(target: string, { sources, isFolder }: TargetRequest): Promise<Target> {
  const path = resolve(target);
  const name = basename(path);
  const folder = dirname(path);
  const parent = await stat(folder).catch(() => null);
  if (!parent?.isDirectory()) throw targetFolderMissing(basename(folder));
  const present = await stat(path).catch(() => null);
  if (present && isFolder && !present.isDirectory()) throw targetIsFile(name);
  if (present && !isFolder && present.isDirectory()) throw targetIsFolder(name);
  for (const source of sources) if (await isSameFile(path, source)) throw targetIsSource(name);
  await access(isFolder && present ? path : folder, constants.W_OK).catch((error) => {
    throw targetNotWritable(name, error);
  });
  await removeLeftovers(folder);
  partsMade += 1;
  const partName = `.${name.slice(0, longestPartName)}.${process.pid}-${partsMade}.deepsport-part`;
  const partPath = join(folder, partName);
  const commit = isFolder ? () => commitFolder(partPath, path) : () => commitFile(partPath, path);
  return {
    folder,
    partPath,
    async commit() {
      try {
        return { fileName: name, sizeBytes: await commit() };
      } catch (error) {
        throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
          ? diskFull()
          : targetNotWritable(name, error);
      }
    },
    [Symbol.asyncDispose]: () => rm(partPath, { recursive: true, force: true }),
  };
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  if (a === resolve(b)) return true;
  const [left, right] = await Promise.all([a, b].map((path) => stat(path).catch(() => null)));
  return !!left && !!right && left.ino !== 0 && left.ino === right.ino && left.dev === right.dev;
}

async function commitFile(partPath: string, path: string): Promise<number> {
  await flush(partPath);
  const { size } = await stat(partPath);
  await rename(partPath, path);
  return size;
}

async function commitFolder(partPath: string, path: string): Promise<number> {
  const names = await readdir(partPath);
  const created = await mkdir(path).then(() => true, ignoreExisting);
  let sizeBytes = 0;
  const placed: string[] = [];
  try {
    for (const name of names) {
      const from = join(partPath, name);
      sizeBytes += (await stat(from)).size;
      await rename(from, join(path, name));
      placed.push(name);
    }
  } catch (error) {
    if (created) {
      for (const name of placed) await rm(join(path, name), { force: true });
      await rmdir(path).catch(() => {});
    }
    throw error;
  }
  return sizeBytes;
}

function ignoreExisting(error: NodeJS.ErrnoException): false {
  if (error.code !== 'EEXIST') throw error;
  return false;
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes what exports of processes that are gone have left in the folder. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(partPattern.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
