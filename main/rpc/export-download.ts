import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { Zip, ZipPassThrough } from 'fflate';
import { DeepSportError } from '#common/domain/index.ts';
import { mediaTypeOf } from './clip-media.ts';
import { fileResponse } from './file-response.ts';

/** An export as a download: the file, or the pictures of a folder in one archive without compression. */
export async function sendExport(request: Request, path: string | undefined): Promise<Response> {
  const found = path === undefined ? null : await stat(path).catch(() => null);
  if (path === undefined || !found) {
    throw new DeepSportError('NOT_FOUND', 'This export is no longer there. Export it again.');
  }
  const name = found.isDirectory() ? `${basename(path)}.zip` : basename(path);
  const response = found.isDirectory()
    ? new Response(request.method === 'HEAD' ? null : streamOf(zipFolder(path)), {
        headers: { 'content-type': mediaTypeOf(name) },
      })
    : await fileResponse(request, path, { mediaType: mediaTypeOf(path), cacheControl: 'private, no-cache' });
  response.headers.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  return response;
}

/** One picture is read at a time, as fast as the page takes it. */
async function* zipFolder(folder: string): AsyncGenerator<Uint8Array, void, void> {
  const written: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    written.push(chunk);
  });
  for (const name of (await readdir(folder)).sort()) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    entry.push(await readFile(join(folder, name)), true);
    yield* written.splice(0);
  }
  zip.end();
  yield* written.splice(0);
}

const streamOf = (chunks: AsyncIterable<Uint8Array>) =>
  Readable.toWeb(Readable.from(chunks)) as ReadableStream<Uint8Array>;
