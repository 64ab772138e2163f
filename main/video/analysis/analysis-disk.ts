import { open, rename } from 'node:fs/promises';
import { DeepSportError } from '#common/domain/index.ts';

/** Where an analysis is written, so that a full disk can be had in a test. */
export interface AnalysisDisk {
  /** Writes bytes at a place of a file, which ends with them afterwards. */
  write(path: string, position: number, bytes: Uint8Array): Promise<void>;
  /** Replaces a file whole: a reader finds the one before or this one. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
}

export const nodeDisk: AnalysisDisk = {
  async write(path, position, bytes) {
    await using file = await open(path, 'r+').catch(() => open(path, 'w+'));
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
      written += bytesWritten;
    }
    await file.truncate(position + bytes.length);
  },
  async replace(path, bytes) {
    const beside = `${path}.new`;
    await nodeDisk.write(beside, 0, bytes);
    await rename(beside, path);
  },
};

/** DISK_FULL with its sentence where that is the reason; any other error as it is. */
export function asDiskError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new DeepSportError(
    'DISK_FULL',
    'The disk is full, so the analysis of the clip stopped. Free some space and start it again: it goes on where it was.',
    {},
    { cause: error },
  );
}
