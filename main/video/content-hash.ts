import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { throwIfCancelled } from '#common/domain/index.ts';
import { fileMissing, fileUnreadable } from './clip-errors.ts';
import type { VideoOptions } from './video-service.ts';

/** Files up to this long are read whole. */
const wholeBytes = 4 * 2 ** 20;
const blockBytes = 64 * 2 ** 10;
const blockCount = wholeBytes / blockBytes;

/**
 * A name for what is in a file, whatever it is called: SHA-256, hex, over its length (8 bytes, low first) and its
 * bytes. Of a file longer than 4 MiB only 64 blocks of 64 KiB are read, evenly spaced from the very first to the
 * very last: coded video differs everywhere when it differs at all, and a 100 GB recording costs no more than a
 * short one. Not for telling whether a file was edited in place: that is what file stamps are for.
 *
 * Fails with FILE_MISSING or CANCELLED.
 */
export async function contentHash(path: string, { signal }: VideoOptions = {}): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? fileMissing(path, error) : fileUnreadable(path, error);
  });
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(size));
    hash.update(length);
    const block = Buffer.alloc(blockBytes);
    for (const start of blockStarts(size)) {
      throwIfCancelled(signal);
      hash.update(block.subarray(0, await readBlock(file, block, start)));
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

function* blockStarts(size: number): Generator<number> {
  if (size <= wholeBytes) {
    for (let start = 0; start < size; start += blockBytes) yield start;
    return;
  }
  const last = size - blockBytes;
  for (let n = 0; n < blockCount; n++) yield Math.floor((last * n) / (blockCount - 1));
}

/** How many bytes lie there: fewer than asked at the end of the file. */
async function readBlock(file: FileHandle, block: Buffer, start: number): Promise<number> {
  let filled = 0;
  while (filled < block.length) {
    const { bytesRead } = await file.read(block, filled, block.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
