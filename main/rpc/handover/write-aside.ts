import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { DeepSportError, throwIfCancelled, toDeepSportError } from '#common/domain/index.ts';

/** Written together, so that many small pieces are not as many writes. */
const pieceLength = 256 * 1024;

/**
 * Writes a file beside its place and puts it there whole: whoever looks finds the old file or the new one. Nothing is
 * left behind on failure. Throws DISK_FULL, CANCELLED, or BAD_INPUT where nothing can be written. Gives the size.
 */
export async function writeAside(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string | Uint8Array>,
  signal?: AbortSignal,
): Promise<number> {
  const name = basename(path);
  const part = join(dirname(path), `.${name.slice(0, 60)}.${process.pid}-${Date.now()}.deepsport-part`);
  try {
    const file = await open(part, 'wx');
    let size = 0;
    let waiting = '';
    const write = async (piece: string | Uint8Array) => {
      throwIfCancelled(signal);
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      await file.appendFile(bytes);
      size += bytes.byteLength;
      await turn();
    };
    try {
      for await (const piece of pieces) {
        if (typeof piece !== 'string') await write(piece);
        else waiting += piece;
        if (waiting.length < pieceLength) continue;
        await write(waiting);
        waiting = '';
      }
      await write(waiting);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
    return size;
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw writeProblem(error, name);
  }
}

function writeProblem(error: unknown, name: string): DeepSportError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DeepSportError(
      'DISK_FULL',
      `The disk is full, so ${name} was not written. Free some space or choose another place, then try again.`,
      { name },
      { cause: error },
    );
  }
  if (code === '') return toDeepSportError(error);
  return new DeepSportError(
    'BAD_INPUT',
    `${name} cannot be written there. Choose a place that exists and that you may write to.`,
    { name },
    { cause: error },
  );
}
