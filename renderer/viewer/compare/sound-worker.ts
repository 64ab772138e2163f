import { readWave } from '../read-wave.ts';
import { findSoundOffset, type SoundOffset } from './sound-offset.ts';
import { createOnsetReader, type OnsetReader } from './sound-onsets.ts';

/** What the page sends: pieces of sound as WAV files, in order, and at last the question. */
export type SoundRequest =
  | {
      readonly kind: 'sound';
      readonly side: 'left' | 'right';
      readonly startSeconds: number;
      readonly wave: ArrayBuffer;
    }
  | { readonly kind: 'compare' };

/** One answer to each request: that a piece was heard, or what came of it. */
export type SoundAnswer =
  | { readonly kind: 'heard' }
  | { readonly kind: 'result'; readonly result: SoundOffset | null }
  | { readonly kind: 'failed' };

/** Keeps the work on sound off the page, so that the picture goes on. */
const readers: { left?: OnsetReader; right?: OnsetReader } = {};

function answer(request: SoundRequest): SoundAnswer {
  if (request.kind === 'sound') {
    const { channels, sampleRate } = readWave(request.wave, false);
    const [left, right] = channels;
    if (!left) return { kind: 'heard' };
    const mixed = right ? left.map((value, at) => (value + (right[at] ?? 0)) / 2) : left;
    readers[request.side] ??= createOnsetReader(sampleRate);
    readers[request.side]?.push(request.startSeconds, mixed);
    return { kind: 'heard' };
  }
  const [left, right] = [readers.left?.onsets(), readers.right?.onsets()];
  const found = left && right ? findSoundOffset(left.onsets, right.onsets) : null;
  if (!found || !left || !right) return { kind: 'result', result: null };
  const offsetSeconds = found.offsetSeconds + right.startSeconds - left.startSeconds;
  return { kind: 'result', result: { ...found, offsetSeconds } };
}

addEventListener('message', ({ data }: MessageEvent<SoundRequest>) => {
  let told: SoundAnswer;
  try {
    told = answer(data);
  } catch {
    told = { kind: 'failed' };
  }
  postMessage(told);
});
