import { mediaPaths } from '#common/contract/index.ts';
import type { ClipInfo } from '#common/domain/index.ts';
import type { DecodedFrame, FrameSource } from './frame-source.ts';
import { mediaProblem } from './media-problem.ts';

/** Pictures asked for ahead of the one that is due. */
const inFlight = 4;

/** Frames from the main decoder, one request each: for what Chromium cannot decode. Compressed until at rest. */
export function createMainFrameSource(clip: ClipInfo): FrameSource {
  async function* read(from: number, to: number, signal: AbortSignal): AsyncGenerator<DecodedFrame, void> {
    const due: Promise<DecodedFrame>[] = [];
    let asked = from;
    try {
      for (let next = from; next <= to && !signal.aborted; next += 1) {
        while (asked <= to && due.length < inFlight)
          due.push(quiet(fetchFrame(clip, asked++, 'jpg', signal)));
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

async function fetchFrame(
  clip: ClipInfo,
  index: number,
  format: 'jpg' | 'png',
  signal: AbortSignal,
): Promise<DecodedFrame> {
  const response = await fetch(mediaPaths.frame(clip.id, index, format), { signal });
  if (!response.ok) throw await mediaProblem(response, `Frame ${index} could not be decoded.`);
  const bitmap = await createImageBitmap(await response.blob());
  return {
    index,
    bytes: clip.width * clip.height * 4,
    exactly: format === 'png' ? undefined : (later) => fetchFrame(clip, index, 'png', later),
    draw: (context) => context.drawImage(bitmap, 0, 0, clip.width, clip.height),
    close: () => bitmap.close(),
  };
}
