import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';

export type FileResponseOptions = { readonly mediaType: string; readonly cacheControl: string };

/**
 * A file's bytes from disk as asked: 200 whole, 206 for one byte range, 304 for the version already held, 416 for
 * a range outside the file. Several ranges at once, or a range of another version (If-Range), give the whole file.
 * Rejects as `fs.open` does when there is no such file.
 */
export async function fileResponse(
  request: Request,
  path: string,
  { mediaType, cacheControl }: FileResponseOptions,
): Promise<Response> {
  const file = await open(path, 'r');
  let handed = false;
  try {
    const stats = await file.stat();
    const etag = `"${stats.size.toString(16)}-${Math.floor(stats.mtimeMs).toString(16)}"`;
    const headers = new Headers({
      'content-type': mediaType,
      'accept-ranges': 'bytes',
      'cache-control': cacheControl,
      etag,
      'last-modified': new Date(stats.mtimeMs).toUTCString(),
    });
    if (listsTag(request.headers.get('if-none-match'), etag))
      return new Response(null, { status: 304, headers });

    const header = request.headers.get('range');
    const current = (request.headers.get('if-range') ?? etag) === etag;
    const range = header && current ? parseRange(header, stats.size) : 'whole';
    if (range === 'outside') {
      headers.set('content-range', `bytes */${stats.size}`);
      headers.set('content-length', '0');
      return new Response(null, { status: 416, headers });
    }
    const { start, end } = range === 'whole' ? { start: 0, end: stats.size - 1 } : range;
    const status = range === 'whole' ? 200 : 206;
    headers.set('content-length', String(end - start + 1));
    if (range !== 'whole') headers.set('content-range', `bytes ${start}-${end}/${stats.size}`);
    if (request.method === 'HEAD' || end < start) return new Response(null, { status, headers });
    handed = true;
    return new Response(streamOf(file, start, end, request.signal), { status, headers });
  } finally {
    if (!handed) await file.close();
  }
}

function streamOf(file: FileHandle, start: number, end: number, signal: AbortSignal): ReadableStream {
  // The stream closes the handle when it ends, fails or is left.
  const stream = file.createReadStream({ start, end, highWaterMark: 256 * 1024, signal });
  return Readable.toWeb(stream) as ReadableStream;
}

const listsTag = (header: string | null, etag: string): boolean =>
  header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*') ?? false;

type ByteRange = { readonly start: number; readonly end: number };

/** One range of a `Range` header: both ends included. What cannot be read or names several is ignored (RFC 9110). */
function parseRange(header: string, size: number): ByteRange | 'whole' | 'outside' {
  const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/.exec(header);
  if (!match) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'outside' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'whole';
  if (start >= size) return 'outside';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
