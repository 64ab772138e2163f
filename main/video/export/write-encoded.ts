import type { Frame } from 'node-av';
import { throwIfCancelled } from '#common/domain/index.ts';
import type { Container } from './clip-muxer.ts';
import type { FrameTicks } from './frame-ticks.ts';
import type { SoundTrack } from './sound-track.ts';
import { type EncoderSettings, openVideoEncoder, type VideoEncoder } from './video-encoder.ts';
import { type WrittenPicture, writeClip } from './write-clip.ts';

export type EncodedClip = {
  readonly path: string;
  readonly container: Container;
  readonly ticks: FrameTicks;
  /** As encoders take them, numbered from 0 by `pts`; each valid until the next. */
  readonly frames: AsyncGenerator<Frame, void, void>;
  readonly frameRate: number;
  readonly openSound: () => Promise<SoundTrack | null>;
  readonly signal: AbortSignal;
};

/** What x264 runs ahead with these settings. */
const x264Depth = 2;

/** Encodes pictures and writes them as a clip. */
export async function writeEncoded(clip: EncodedClip): Promise<void> {
  const { path, container, ticks, frames, signal } = clip;
  let encoder: VideoEncoder | null = null;
  try {
    // The first picture tells the encoder what they are like.
    const opening = await frames.next();
    if (opening.done) return;
    encoder = await openVideoEncoder(exactSettings(container, clip.frameRate), opening.value);
    const parameters = encoder.parameters();
    using _ = parameters;
    using sound = await clip.openSound();
    const pictures = encodeAll(encoder, opening.value, frames, signal);
    const reorderDepth = container === 'webm' ? 0 : x264Depth;
    await writeClip({ path, container, track: { parameters }, ticks, reorderDepth, pictures, sound });
  } finally {
    await frames.return();
    encoder?.[Symbol.dispose]();
  }
}

function exactSettings(container: Container, frameRate: number): EncoderSettings {
  const keyframes = String(Math.max(1, Math.round(frameRate)));
  if (container === 'webm') {
    const options = {
      crf: '20',
      b: '0',
      deadline: 'good',
      'cpu-used': '5',
      'row-mt': '1',
      'auto-alt-ref': '0',
      'lag-in-frames': '0',
      g: keyframes,
    };
    return { encoder: 'libvpx-vp9', options, frameRate, globalHeader: true };
  }
  const options = { preset: 'veryfast', crf: '16', bf: '2', g: keyframes, profile: 'high' };
  return { encoder: 'libx264', options, frameRate, globalHeader: true };
}

async function* encodeAll(
  encoder: VideoEncoder,
  first: Frame,
  rest: AsyncGenerator<Frame, void, void>,
  signal: AbortSignal,
): AsyncGenerator<WrittenPicture, void, void> {
  yield* encoder.encode(first);
  for await (const frame of rest) {
    throwIfCancelled(signal);
    yield* encoder.encode(frame);
  }
  yield* encoder.encode(null);
}
