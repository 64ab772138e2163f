import { rm } from 'node:fs/promises';
import { DeepSportError, isDeepSportError, toDeepSportError } from '#common/domain/index.ts';
import type { Log } from '../platform/index.ts';
import { type ClipMediaParts, createClipMedia } from './clip-media.ts';
import { statusOf } from './contract-errors.ts';
import { sendExport } from './export-download.ts';
import type { Services } from './services.ts';
import { type FreeBytes, receiveUpload } from './upload.ts';

export type MediaHandler = (request: Request) => Promise<Response>;

export type MediaOptions = {
  readonly log: Log;
  /** Where uploads go; no uploads when left out. */
  readonly uploadFolder?: string | undefined;
  readonly freeBytes?: FreeBytes | undefined;
};

/** Answers every path of `common/contract/media.ts`. Clips go by opaque id; no answer ever names a path. */
export function createMediaHandler(
  services: ClipMediaParts & Pick<Services, 'exports' | 'handover' | 'projects'>,
  { log, uploadFolder, freeBytes }: MediaOptions,
): MediaHandler {
  const media = createClipMedia(services);

  const receive = async (request: Request) => {
    if (!uploadFolder) throw new DeepSportError('NOT_FOUND', 'Clips cannot be uploaded here: open the file.');
    const name = new URL(request.url).searchParams.get('name') ?? '';
    const path = await receiveUpload(request, name, uploadFolder, freeBytes);
    try {
      const clip = await services.clips.open(path, { signal: request.signal });
      // The project has a clip of that content already, at its own place.
      if ((await services.clips.sourceOf(clip.id)).path !== path) await rm(path, { force: true });
      return Response.json(clip, { status: 201 });
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  };

  const preview = async (request: Request) => {
    const search = new URL(request.url).searchParams;
    const name = search.get('name') ?? '';
    const clipId = search.get('clip') ?? undefined;
    if (!request.body) throw new DeepSportError('FILE_EMPTY', `“${name.slice(-120)}” is empty.`);
    const { signal } = request;
    return Response.json(await services.handover.preview(name, request.body, { signal, clipId }));
  };

  const checkCase = async (request: Request) => {
    const name = new URL(request.url).searchParams.get('name') ?? '';
    if (!request.body) throw new DeepSportError('FILE_EMPTY', `“${name.slice(-120)}” is empty.`);
    const { signal } = request;
    return Response.json(await services.handover.cases.checkUpload(name, request.body, { signal }));
  };

  const route = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (pathname === '/media/clips' && request.method === 'PUT') return receive(request);
    if (pathname === '/media/imports' && request.method === 'PUT') return preview(request);
    if (pathname === '/media/cases' && request.method === 'PUT') return checkCase(request);
    const exported = /^\/media\/exports\/([^/]+)$/.exec(pathname);
    if (exported?.[1] && reads) {
      const jobId = decoded(exported[1]);
      return sendExport(request, services.exports.fileOf(jobId) ?? services.handover.fileOf(jobId));
    }
    const poster = /^\/media\/projects\/([^/]+)\/poster\.jpg$/.exec(pathname);
    if (poster?.[1] && reads) return sendPoster(request, await services.projects.poster(decoded(poster[1])));
    const [, clip, rest] = /^\/media\/clips\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
    if (clip && rest && reads) {
      const clipId = decoded(clip);
      if (rest === 'file') return media.file(request, clipId);
      if (rest === 'sound') return media.sound(request, clipId);
      if (rest === 'motion') return media.motion(request, clipId);
      if (rest === 'waveform') return media.waveform(request, clipId);
      if (rest === 'stroboscope.jpg') return media.stroboscope(request, clipId);
      const [, folder, index, format] = /^(frames|thumbnails)\/(\d{1,9})\.(png|jpg)$/.exec(rest) ?? [];
      if (folder === 'frames')
        return media.frame(request, clipId, Number(index), format === 'png' ? 'png' : 'jpg');
      if (folder === 'thumbnails' && format === 'jpg') return media.thumbnail(request, clipId, Number(index));
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

function sendPoster(request: Request, poster: Uint8Array | undefined): Response {
  if (!poster) throw new DeepSportError('NOT_FOUND', 'This project has no picture yet.');
  const headers = { 'content-type': 'image/jpeg', 'cache-control': 'no-store' };
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(poster), { headers });
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
