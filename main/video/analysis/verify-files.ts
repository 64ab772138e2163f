import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type AnalysisFile, type AnalysisState, dataPath } from './analysis-state.ts';

const pieceBytes = 1 << 20;

/** Whether these files of an analysis hold what its state says, read through once. */
export async function filesAreWhole(
  folder: string,
  state: AnalysisState,
  files: readonly AnalysisFile[],
): Promise<boolean> {
  for (const file of files) {
    const { bytes, crc } = state.extents[file];
    if (bytes > 0 && (await checksumOf(dataPath(folder, file), bytes)) !== crc) return false;
  }
  return true;
}

/** The checksum of the first bytes of a file; null where there are fewer. */
async function checksumOf(path: string, bytes: number): Promise<number | null> {
  const file = await open(path).catch(() => null);
  if (!file) return null;
  try {
    const piece = Buffer.alloc(Math.min(pieceBytes, bytes));
    let checksum = 0;
    for (let at = 0; at < bytes; ) {
      const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, bytes - at), at);
      if (bytesRead === 0) return null;
      checksum = crc32(piece.subarray(0, bytesRead), checksum);
      at += bytesRead;
    }
    return checksum;
  } finally {
    await file.close();
  }
}
