import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { DeepSportError } from '#common/domain/index.ts';

/** Left free on the disk whatever is uploaded: the project has to be written too. */
const reserveBytes = 256 * 1024 * 1024;

/** Free bytes of the disk that holds a folder; a parameter of tests. */
export type FreeBytes = (folder: string) => Promise<number>;

const freeBytesOf: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/**
 * Writes a request's body to a file below `folder` and gives its path. Nothing is kept of an upload that fails.
 * BAD_INPUT for a name that is none or a body that is none, DISK_FULL before the disk is.
 */
export async function receiveUpload(
  request: Request,
  name: string,
  folder: string,
  freeBytes: FreeBytes = freeBytesOf,
): Promise<string> {
  const safeName = safeFileName(name);
  if (!request.body) throw new DeepSportError('BAD_INPUT', `The upload of “${safeName}” holds no bytes.`);
  await mkdir(folder, { recursive: true });
  const room = Math.max(0, (await freeBytes(folder)) - reserveBytes);
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > room) throw diskFull(safeName, announced, room);

  const partial = join(folder, `.${randomUUID()}.part`);
  try {
    await pipeline(
      Readable.fromWeb(request.body as NodeReadableStream),
      atMost(room, (received) => diskFull(safeName, received, room)),
      createWriteStream(partial),
      { signal: request.signal },
    );
    return await placeUnderFreeName(partial, folder, safeName);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      throw diskFull(safeName, announced, room, error);
    }
    throw error;
  } finally {
    await rm(partial, { force: true });
  }
}

/** The last part of the name without anything a file system or a terminal could trip over. */
function safeFileName(name: string): string {
  const last = basename(name.replaceAll('\\', '/'));
  const cleaned = last
    .replace(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/^\.+/, '')
    .trim();
  if (cleaned === '') throw new DeepSportError('BAD_INPUT', 'The upload has no file name.');
  return cleaned.slice(-120);
}

function atMost(bytes: number, problem: (received: number) => Error): Transform {
  let received = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.byteLength;
      if (received > bytes) done(problem(received));
      else done(null, chunk);
    },
  });
}

/** `dive.mp4`, else `dive (2).mp4` and so on: the name is taken first, so no file is ever replaced. */
async function placeUnderFreeName(partial: string, folder: string, name: string): Promise<string> {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let copy = 1; ; copy += 1) {
    const path = join(folder, copy === 1 ? name : `${stem} (${copy})${extension}`);
    try {
      await (await open(path, 'wx')).close();
      await rename(partial, path);
      return path;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

function diskFull(name: string, neededBytes: number, freeBytes: number, cause?: unknown): DeepSportError {
  return new DeepSportError(
    'DISK_FULL',
    `There is not enough room on the disk for “${name}”: free some space, then add the clip again.`,
    { neededBytes, freeBytes },
    { cause },
  );
}
