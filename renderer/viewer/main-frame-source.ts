import { mediaPaths } from '#common/contract/index.ts';
import { type ClipInfo, DeepSportError } from '#common/domain/index.ts';
import type { DecodedFrame, FrameSource } from './frame-source.ts';

/** Pictures asked for ahead of the one that is due. */
const inFlight = 4;

/** Frames from the main decoder, one request each: for what Chromium cannot decode. */
export function createMainFrameSource(clip: ClipInfo): FrameSource {
  async function* read(from: number, to: number, signal: AbortSignal): AsyncGenerator<DecodedFrame, void> {
    const due: Promise<DecodedFrame>[] = [];
    let asked = from;
    try {
      for (let next = from; next <= to && !signal.aborted; next += 1) {
        while (asked <= to && due.length < inFlight) due.push(quiet(fetchFrame(clip, asked++, signal)));
        const frame = due.shift();
        if (frame) yield await frame;
      }
    } finally {
      for (const frame of due) frame.then((late) => late.close()).catch(() => undefined);
    }
  }
  return {
    read,
    continues: (at, wanted) => wanted >= at && wanted < at + inFlight,
    randomAccess: true,
    close: () => undefined,
  };
}

/** Its failure is told by whoever awaits it, or by nobody when it is no longer wanted. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function fetchFrame(clip: ClipInfo, index: number, signal: AbortSignal): Promise<DecodedFrame> {
  const response = await fetch(mediaPaths.frame(clip.id, index, 'jpg'), { signal });
  if (!response.ok) throw await problemOf(response, index);
  const bitmap = await createImageBitmap(await response.blob());
  return {
    index,
    bytes: clip.width * clip.height * 4,
    draw: (context) => context.drawImage(bitmap, 0, 0, clip.width, clip.height),
    close: () => bitmap.close(),
  };
}

async function problemOf(response: Response, index: number): Promise<DeepSportError> {
  const told: unknown = await response.json().catch(() => undefined);
  const message =
    typeof told === 'object' && told !== null && 'message' in told && typeof told.message === 'string'
      ? told.message
      : `Frame ${index} could not be decoded.`;
  return new DeepSportError('INTERNAL', message);
}
