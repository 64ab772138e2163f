import type { z } from 'zod';
import { caseCheckSchema, clipInfoSchema, importPreviewSchema, mediaPaths } from '#common/contract/index.ts';
import {
  type CaseCheck,
  type ClipInfo,
  DeepSportError,
  type ErrorCode,
  errorCodes,
  type ImportPreview,
} from '#common/domain/index.ts';

export type UploadOptions = {
  readonly signal: AbortSignal;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
};

/** Sends a file to the web host and gives its clip. */
export const uploadClip = (file: File, options: UploadOptions): Promise<ClipInfo> =>
  send(mediaPaths.upload(file.name), file, clipInfoSchema, options);

/** Sends a file of events or a code window and gives what importing it into a clip would do. */
export const uploadImport = (
  file: File,
  { clipId, ...options }: UploadOptions & { readonly clipId?: string },
): Promise<ImportPreview> =>
  send(mediaPaths.importFile(file.name, clipId), file, importPreviewSchema, options);

/** Sends a case file and gives what checking it found. */
export const uploadCase = (file: File, options: UploadOptions): Promise<CaseCheck> =>
  send(mediaPaths.checkCase(file.name), file, caseCheckSchema, options);

/** XMLHttpRequest, because fetch tells no upload progress. */
function send<Answer>(
  path: string,
  file: File,
  schema: z.ZodType<Answer>,
  { signal, onProgress }: UploadOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', path);
    request.upload.onprogress = (event) => onProgress?.(event.loaded, file.size);
    request.onerror = () =>
      reject(new DeepSportError('INTERNAL', `${file.name} could not be sent: DeepSport does not answer.`));
    request.onabort = () => reject(new DeepSportError('CANCELLED', 'Cancelled.'));
    request.onload = () => {
      try {
        resolve(schema.parse(readAnswer(request, file.name)));
      } catch (error) {
        reject(error);
      }
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) return reject(new DeepSportError('CANCELLED', 'Cancelled.'));
    request.send(file);
  });
}

function readAnswer(request: XMLHttpRequest, name: string): unknown {
  const body = parse(request.responseText);
  if (request.status >= 200 && request.status < 300) return body;
  const told = body as { code?: unknown; message?: unknown } | undefined;
  const code = errorCodes.find((known): known is ErrorCode => known === told?.code) ?? 'INTERNAL';
  const message = typeof told?.message === 'string' ? told.message : `${name} could not be opened.`;
  throw new DeepSportError(code, message);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
