import { extname } from 'node:path';
import { DeepSportError, type Size, type Stroboscope } from '#common/domain/index.ts';
import { fileResponse } from './file-response.ts';
import type { Services } from './services.ts';
import { toWave } from './wave-file.ts';

export type ClipMediaParts = Pick<Services, 'clips' | 'video' | 'analyser' | 'stroboscopes'>;

export const mediaTypeOf = (path: string): string =>
  mediaTypes[extname(path).toLowerCase()] ?? 'application/octet-stream';

const mediaTypes: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.mkv': 'video/x-matroska',
  '.webm': 'video/webm',
  '.ts': 'video/mp2t',
  '.mts': 'video/mp2t',
  '.m2ts': 'video/mp2t',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.zip': 'application/zip',
};

const largestSide = 16_384;
const longestSound = 60;
const thumbnailBounds: Size = { width: 160, height: 160 };

/** What one clip has to show, by the last part of its address. */
export function createClipMedia({ clips, video, analyser, stroboscopes }: ClipMediaParts) {
  const file = async (request: Request, clipId: string): Promise<Response> => {
    const path = await clips.playablePathOf(clipId, { signal: request.signal });
    try {
      return await fileResponse(request, path, {
        mediaType: mediaTypeOf(path),
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

  const frame = async (request: Request, clipId: string, index: number, format: 'png' | 'jpg') => {
    const bounds = boundsOf(new URL(request.url).searchParams);
    const source = await clips.sourceOf(clipId);
    const picture = await video.picture(source, index, format === 'png' ? 'png' : 'jpeg', bounds, {
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
    return answer(request, picture.bytes, headers);
  };

  /** From the analysis where it lies ready, else decoded for the asking. */
  const thumbnail = async (request: Request, clipId: string, index: number): Promise<Response> => {
    const { signal } = request;
    const source = await clips.sourceOf(clipId, { signal });
    const ready = await analyser.thumbnail(source, index, { signal });
    const bytes = ready ?? (await video.picture(source, index, 'jpeg', thumbnailBounds, { signal })).bytes;
    return answer(
      request,
      bytes,
      new Headers({ 'content-type': 'image/jpeg', 'cache-control': 'private, max-age=3600' }),
    );
  };

  const sound = async (request: Request, clipId: string): Promise<Response> => {
    const { signal } = request;
    const search = new URL(request.url).searchParams;
    const startSeconds = numberOf(search, 'from', -1e9, 1e9);
    const durationSeconds = numberOf(search, 'seconds', 0, longestSound);
    const stretch = await video.sound(
      await clips.sourceOf(clipId, { signal }),
      { startSeconds, durationSeconds },
      { signal },
    );
    const headers = new Headers({ 'content-type': 'audio/wav', 'cache-control': 'private, max-age=3600' });
    headers.set('x-start-seconds', String(stretch.startSeconds));
    return answer(request, toWave(stretch), headers);
  };

  const motion = async (request: Request, clipId: string): Promise<Response> => {
    const { signal } = request;
    const { energy } = await analyser.motion(await clips.sourceOf(clipId, { signal }), { signal });
    return numbers(request, energy, {});
  };

  const waveform = async (request: Request, clipId: string): Promise<Response> => {
    const { signal } = request;
    const found = await analyser.waveform(await clips.sourceOf(clipId, { signal }), { signal });
    return numbers(request, found?.peaks, { 'x-peaks-per-second': String(found?.rate ?? 0) });
  };

  const stroboscope = async (request: Request, clipId: string): Promise<Response> => {
    const { signal } = request;
    const choice = stroboscopeOf(new URL(request.url).searchParams);
    const picture = await stroboscopes.preview(await clips.sourceOf(clipId, { signal }), choice, { signal });
    const headers = new Headers({ 'content-type': picture.mediaType, 'cache-control': 'no-store' });
    if (picture.note !== '') headers.set('x-note', encodeURIComponent(picture.note));
    return answer(request, picture.bytes, headers);
  };

  return { file, frame, thumbnail, sound, motion, waveform, stroboscope };
}

function numbers(
  request: Request,
  values: Float32Array | Int8Array | undefined,
  facts: Readonly<Record<string, string>>,
): Response {
  const headers = new Headers({ ...facts, 'cache-control': 'no-store' });
  if (!values || values.length === 0) return new Response(null, { status: 204, headers });
  headers.set('content-type', 'application/octet-stream');
  return answer(request, new Uint8Array(values.buffer, values.byteOffset, values.byteLength), headers);
}

function answer(request: Request, bytes: Uint8Array, headers: Headers): Response {
  headers.set('content-length', String(bytes.byteLength));
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), { headers });
}

function numberOf(search: URLSearchParams, name: string, lowest: number, highest: number): number {
  const text = search.get(name) ?? '';
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= lowest && value <= highest) return value;
  throw new DeepSportError('BAD_INPUT', `Sound needs “${name}” as a number of seconds up to ${highest}.`, {
    [name]: text,
  });
}

/** What kind of picture is asked for; whether it can be made is said where it is. */
function stroboscopeOf(search: URLSearchParams): Stroboscope {
  const frame = (text: string | null): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : Number.NaN);
  const range = { start: frame(search.get('start')), end: frame(search.get('end')) };
  const frames = (search.get('frames') ?? '').split(',').map(frame);
  if ([range.start, range.end, ...frames].some(Number.isNaN)) {
    throw new DeepSportError(
      'BAD_INPUT',
      'A stroboscopic picture needs a range and its moments as frame numbers.',
    );
  }
  const onTop = search.get('top') === 'earliest' ? 'earliest' : 'latest';
  return { range, frames, onTop, numbers: search.get('numbers') === '1' };
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
