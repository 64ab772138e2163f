import { stat } from 'node:fs/promises';
import { fileEmpty, fileMissing, fileUnreadable, isFolder } from './clip-errors.ts';

/** What tells one state of a file from another without reading it. */
export type FileStamp = { readonly sizeBytes: number; readonly modified: string };

/** The file's stamp. Fails with FILE_MISSING, FILE_EMPTY, or NOT_A_VIDEO for a folder. */
export async function readFileStamp(path: string): Promise<FileStamp> {
  const stats = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR'
      ? fileMissing(path, error)
      : fileUnreadable(path, error);
  });
  if (stats.isDirectory()) throw isFolder(path);
  if (stats.size === 0n) throw fileEmpty(path);
  // The inode tells a file swapped in by a rename; some network drives give 0 always, which is fine too.
  return { sizeBytes: Number(stats.size), modified: `${stats.mtimeNs}:${stats.ino}` };
}

export const isSameStamp = (a: FileStamp, b: FileStamp): boolean =>
  a.sizeBytes === b.sizeBytes && a.modified === b.modified;
