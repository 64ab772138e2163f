import { rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { DeepSportError, isDeepSportError, type Size, toDeepSportError } from '#common/domain/index.ts';
import type { Log } from '../platform/index.ts';
import { statusOf } from './contract-errors.ts';
import { fileResponse } from './file-response.ts';
import type { Services } from './services.ts';
import { type FreeBytes, receiveUpload } from './upload.ts';

export type MediaHandler = (request: Request) => Promise<Response>;

export type MediaOptions = {
  readonly log: Log;
  /** Where uploads go; no uploads when left out. */
  readonly uploadFolder?: string | undefined;
  readonly freeBytes?: FreeBytes | undefined;
};

const mediaTypes: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.mkv': 'video/x-matroska',
  '.webm': 'video/webm',
  '.ts': 'video/mp2t',
  '.mts': 'video/mp2t',
  '.m2ts': 'video/mp2t',
};

const largestSide = 16_384;

/** Answers every path of `common/contract/media.ts`. Clips go by opaque id; no answer ever names a path. */
export function createMediaHandler(
  { clips, video }: Pick<Services, 'clips' | 'video'>,
  { log, uploadFolder, freeBytes }: MediaOptions,
): MediaHandler {
  const sendFile = async (request: Request, clipId: string) => {
    const path = await clips.pathOf(clipId);
    try {
      return await fileResponse(request, path, {
        mediaType: mediaTypes[extname(path).toLowerCase()] ?? 'application/octet-stream',
        cacheControl: 'private, no-cache',
      });
    } catch (error) {
      throw new DeepSportError(
        'FILE_MISSING',
        'The file of this clip is gone or cannot be read: put it back where it was, or open it again.',
        { clipId },
        { cause: error },
      );
    }
  };

  const sendFrame = async (request: Request, clipId: string, index: number, format: 'png' | 'jpg') => {
    const bounds = boundsOf(new URL(request.url).searchParams);
    const path = await clips.pathOf(clipId);
    const picture = await video.picture(path, index, format === 'png' ? 'png' : 'jpeg', bounds, {
      signal: request.signal,
    });
    const etag = `"${picture.sha256}-${format}"`;
    const headers = new Headers({
      'content-type': picture.mediaType,
      'content-length': String(picture.bytes.byteLength),
      'cache-control': 'private, max-age=3600',
      etag,
      'x-frame-time-seconds': String(picture.timeSeconds),
      'x-frame-sha256': picture.sha256,
    });
    if (request.headers.get('if-none-match') === etag) {
      headers.delete('content-length');
      return new Response(null, { status: 304, headers });
    }
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(picture.bytes), { headers });
  };

  const receive = async (request: Request) => {
    if (!uploadFolder) throw new DeepSportError('NOT_FOUND', 'Clips cannot be uploaded here: open the file.');
    const name = new URL(request.url).searchParams.get('name') ?? '';
    const path = await receiveUpload(request, name, uploadFolder, freeBytes);
    try {
      return Response.json(await clips.open(path, { signal: request.signal }), { status: 201 });
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  };

  const route = (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (pathname === '/media/clips' && request.method === 'PUT') return receive(request);
    const file = /^\/media\/clips\/([^/]+)\/file$/.exec(pathname);
    if (file?.[1] && reads) return sendFile(request, decoded(file[1]));
    const frame = /^\/media\/clips\/([^/]+)\/frames\/(\d{1,9})\.(png|jpg)$/.exec(pathname);
    if (frame?.[1] && frame[2] && reads) {
      return sendFrame(request, decoded(frame[1]), Number(frame[2]), frame[3] === 'png' ? 'png' : 'jpg');
    }
    throw new DeepSportError('NOT_FOUND', 'There is nothing at this address.');
  };

  return async (request) => {
    try {
      return await route(request);
    } catch (error) {
      const { code, message, cause } = toDeepSportError(error);
      if (code === 'INTERNAL') log('error', message, { cause: String(cause) });
      // The reason of an unexpected failure may name a path, so a page is only told that there was one.
      const sentence = isDeepSportError(error) ? message : internalSentence(code, message);
      return Response.json(
        { code, message: sentence },
        { status: statusOf(code), headers: { 'cache-control': 'no-store' } },
      );
    }
  };
}

const internalSentence = (code: string, message: string): string =>
  code === 'CANCELLED' ? message : 'Something went wrong inside DeepSport. Please try again.';

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new DeepSportError('NOT_FOUND', 'There is nothing at this address.');
  }
}

/** The largest size asked for; one side alone leaves the other free. */
function boundsOf(search: URLSearchParams): Size | undefined {
  const side = (name: string): number | undefined => {
    const text = search.get(name);
    if (text === null) return undefined;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= largestSide) return value;
    throw new DeepSportError('BAD_INPUT', `The ${name} of a picture is a whole number of pixels from 1 on.`, {
      [name]: text,
    });
  };
  const [width, height] = [side('width'), side('height')];
  if (width === undefined && height === undefined) return undefined;
  return { width: width ?? largestSide, height: height ?? largestSide };
}
