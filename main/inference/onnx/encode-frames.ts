import { type Frame, throwIfCancelled } from '#common/domain/index.ts';
import type { ReplyEvent } from '../vision-language-model.ts';
import type { LoadedModel } from './load-model.ts';
import type { PictureFeatures, VisionEncoder } from './vision-encoder.ts';

type EncodeOptions = {
  readonly signal: AbortSignal;
  readonly emit: (event: ReplyEvent) => void;
  readonly pause: () => Promise<void>;
};

/** As many frames at once as the machine encodes while a person waits for a cancel. */
export async function encodeFrames(
  { vision, pace }: Pick<LoadedModel, 'vision' | 'pace'>,
  frames: readonly Frame[],
  { signal, emit, pause }: EncodeOptions,
): Promise<readonly PictureFeatures[]> {
  const missing = await countMissing(vision, frames);
  const encoded: PictureFeatures[] = [];
  let told = 0;
  if (missing > 0) emit({ type: 'progress', stage: 'encoding', done: 0, total: missing });
  for (let from = 0; from < frames.length; ) {
    await pause();
    throwIfCancelled(signal);
    let to = from;
    let places = 0;
    for (let frame = frames[to]; frame && (to === from || places < pace.vision.size); frame = frames[++to]) {
      places += vision.countTokens(frame);
    }
    const started = performance.now();
    let fresh = 0;
    const onProgress = (done: number) => {
      fresh = done;
      if (done > 0)
        emit({ type: 'progress', stage: 'encoding', done: Math.min(told + done, missing), total: missing });
    };
    encoded.push(...(await vision.encode(frames.slice(from, to), { signal, onProgress })));
    if (fresh === to - from) pace.vision.took(places, performance.now() - started);
    told += fresh;
    from = to;
  }
  throwIfCancelled(signal);
  return encoded;
}

/** How many of the frames are to be encoded: the encoder tells before it begins, and is then stopped. */
async function countMissing(vision: VisionEncoder, frames: readonly Frame[]): Promise<number> {
  const enough = new AbortController();
  let missing = 0;
  const onProgress = (_done: number, total: number) => {
    missing = total;
    enough.abort();
  };
  await vision.encode(frames, { signal: enough.signal, onProgress }).catch((error: unknown) => {
    if (!enough.signal.aborted) throw error;
  });
  return missing;
}
