import { clipInfoSchema, mediaPaths } from '#common/contract/index.ts';
import { type ClipInfo, DeepSportError, type ErrorCode, errorCodes } from '#common/domain/index.ts';

export type UploadOptions = {
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
};

/** Sends a file to the web host and gives its clip. XMLHttpRequest, because fetch tells no upload progress. */
export function uploadClip(file: File, { signal, onProgress }: UploadOptions): Promise<ClipInfo> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', mediaPaths.upload(file.name));
    request.upload.onprogress = (event) => onProgress(event.loaded, file.size);
    request.onerror = () =>
      reject(new DeepSportError('INTERNAL', `${file.name} could not be sent: DeepSport does not answer.`));
    request.onabort = () => reject(new DeepSportError('CANCELLED', 'Cancelled.'));
    request.onload = () => {
      try {
        resolve(readAnswer(request, file.name));
      } catch (error) {
        reject(error);
      }
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) return reject(new DeepSportError('CANCELLED', 'Cancelled.'));
    request.send(file);
  });
}

function readAnswer(request: XMLHttpRequest, name: string): ClipInfo {
  const body = parse(request.responseText);
  if (request.status >= 200 && request.status < 300) return clipInfoSchema.parse(body);
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
