import { stat } from 'node:fs/promises';
import { isDeepSportError } from '#common/domain/index.ts';
import { fileEmpty, fileMissing, fileUnreadable, isFolder } from './clip-errors.ts';
import { DriveDeadline } from './drive-deadline.ts';

/** What tells one state of a file from another without reading it. */
export type FileStamp = { readonly sizeBytes: number; readonly modified: string };

/** Files on a drive that did not answer, until it does. */
const stalled = new Map<string, DriveDeadline>();

/** The file's stamp. Fails with FILE_MISSING, FILE_EMPTY, FILE_STALLED, or NOT_A_VIDEO for a folder. */
export async function readFileStamp(path: string): Promise<FileStamp> {
  const stats = await statInTime(path).catch((error: NodeJS.ErrnoException) => {
    if (isDeepSportError(error)) throw error;
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR'
      ? fileMissing(path, error)
      : fileUnreadable(path, error);
  });
  if (stats.isDirectory()) throw isFolder(path);
  if (stats.size === 0n) throw fileEmpty(path);
  // The inode tells a file swapped in by a rename; some network drives give 0 always, which is fine too.
  return { sizeBytes: Number(stats.size), modified: `${stats.mtimeNs}:${stats.ino}` };
}

async function statInTime(path: string) {
  const drive = stalled.get(path) ?? new DriveDeadline(path);
  try {
    return await drive.wait(() => stat(path, { bigint: true }));
  } finally {
    if (drive.isStalled) stalled.set(path, drive);
    else stalled.delete(path);
  }
}

export const isSameStamp = (a: FileStamp, b: FileStamp): boolean =>
  a.sizeBytes === b.sizeBytes && a.modified === b.modified;
