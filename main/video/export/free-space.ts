import { statfs } from 'node:fs/promises';
import { notEnoughSpace } from './export-errors.ts';

/** Bytes that may be written in a folder; null where the file system does not say. */
export type FreeBytes = (folder: string) => Promise<number | null>;

export const freeBytesAt: FreeBytes = async (folder) => {
  const stats = await statfs(folder).catch(() => null);
  return stats && stats.bavail * stats.bsize;
};

/** Fails with DISK_FULL where the export is not going to fit. */
export function checkSpace(neededBytes: number, freeBytes: number | null): void {
  if (freeBytes !== null && freeBytes < neededBytes) throw notEnoughSpace(neededBytes, freeBytes);
}
