import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_FLTP,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  Codec,
  CodecContext,
  CodecParameters,
  FFmpegError,
  Frame,
  Packet,
  Rational,
} from 'node-av';
import { isDeepSportError } from '#common/domain/index.ts';
import type { ClipSource, VideoService } from '../video-service.ts';
import type { Container, MuxedPacket, MuxedTrack } from './clip-muxer.ts';
import { ownedFrame } from './owned-frame.ts';

/** A stretch of a clip's sound, in the file's own seconds; silent where `source` is null. */
export type SoundStretch = {
  readonly source: ClipSource | null;
  readonly startSeconds: number;
  readonly durationSeconds: number;
};

/** Encoded sound from time 0 on, for a muxer. */
export interface SoundTrack extends Disposable {
  readonly track: MuxedTrack;
  readonly packets: AsyncGenerator<MuxedPacket, void, void>;
}

/** What VideoService.sound gives. */
const sampleRate = 48_000;
const channelCount = 2;
const bitRate = 192_000n;
/** What is asked for at a time. */
const stretchSeconds = 20;

/** The sound of these stretches one after the other, cut to the sample and encoded as the container has it. */
export async function openSoundTrack(
  video: Pick<VideoService, 'sound'>,
  stretches: readonly SoundStretch[],
  container: Container,
  signal: AbortSignal,
): Promise<SoundTrack> {
  const name = container === 'webm' ? 'libopus' : 'aac';
  const codec = Codec.findEncoderByName(name as never);
  if (!codec) throw new Error(`there is no encoder ${name}`);
  const isPlanar = name === 'aac';
  const context = new CodecContext();
  context.allocContext3(codec);
  context.codecType = AVMEDIA_TYPE_AUDIO;
  context.sampleRate = sampleRate;
  context.channelLayout = AV_CHANNEL_LAYOUT_STEREO;
  context.sampleFormat = isPlanar ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_FLT;
  context.bitRate = bitRate;
  context.timeBase = new Rational(1, sampleRate);
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  const parameters = new CodecParameters();
  parameters.alloc();
  const packet = new Packet();
  packet.alloc();
  const dispose = () => {
    packet.free();
    parameters.free();
    context.freeContext();
  };
  try {
    FFmpegError.throwIfError(await context.open2(codec), `open ${name}`);
    FFmpegError.throwIfError(parameters.fromContext(context), 'describe the sound');
  } catch (error) {
    dispose();
    throw error;
  }

  function* encode(samples: Int16Array | null, pts: number): Generator<MuxedPacket, void, void> {
    using frame = samples && toFrame(samples, pts, isPlanar);
    FFmpegError.throwIfError(context.sendFrameSync(frame), 'encode sound');
    for (;;) {
      const received = context.receivePacketSync(packet);
      if (received === AVERROR_EAGAIN || received === AVERROR_EOF) return;
      FFmpegError.throwIfError(received, 'encode sound');
      const at = Number(packet.pts);
      const data = Uint8Array.from(packet.data ?? []);
      const coded = { data, pts: at, dts: at, duration: Number(packet.duration), isKey: true };
      packet.unref();
      yield coded;
    }
  }

  async function* packets(): AsyncGenerator<MuxedPacket, void, void> {
    let pts = 0;
    for await (const samples of inFrames(readStretches(video, stretches, signal), context.frameSize)) {
      yield* encode(samples, pts);
      pts += samples.length / channelCount;
    }
    yield* encode(null, pts);
  }

  return { track: { parameters, timescale: sampleRate }, packets: packets(), [Symbol.dispose]: dispose };
}

/** Stereo samples without a gap: each stretch begins at the sample nearest to where the ones before it end. */
async function* readStretches(
  video: Pick<VideoService, 'sound'>,
  stretches: readonly SoundStretch[],
  signal: AbortSignal,
): AsyncGenerator<Int16Array, void, void> {
  let seconds = 0;
  for (const { source, startSeconds, durationSeconds } of stretches) {
    const first = Math.round(seconds * sampleRate);
    seconds += durationSeconds;
    const count = Math.round(seconds * sampleRate) - first;
    for (let done = 0; done < count; ) {
      const length = Math.min(count - done, stretchSeconds * sampleRate);
      const samples = new Int16Array(length * channelCount);
      if (source) await fill(samples, video, source, startSeconds + done / sampleRate, signal);
      yield samples;
      done += length;
    }
  }
}

async function fill(
  samples: Int16Array,
  video: Pick<VideoService, 'sound'>,
  source: ClipSource,
  startSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  const length = samples.length / channelCount;
  const request = { startSeconds, durationSeconds: length / sampleRate };
  const sound = await video.sound(source, request, { signal }).catch((error) => {
    // A track that cannot be decoded, or ends before, is silence there.
    if (isDeepSportError(error) && error.code === 'NO_SOUND') return null;
    throw error;
  });
  if (!sound) return;
  const offset = Math.round((sound.startSeconds - startSeconds) * sampleRate);
  const given = sound.samples.length / sound.channelCount;
  if (offset === 0 && sound.channelCount === channelCount) {
    samples.set(sound.samples.subarray(0, samples.length));
    return;
  }
  for (let at = Math.max(0, offset); at < Math.min(length, offset + given); at++) {
    for (let channel = 0; channel < channelCount; channel++) {
      const from = Math.min(channel, sound.channelCount - 1);
      samples[at * channelCount + channel] = sound.samples[(at - offset) * sound.channelCount + from] ?? 0;
    }
  }
}

/** The same samples in pieces of the length that an encoder takes; the last one may be shorter. */
async function* inFrames(
  stretches: AsyncIterable<Int16Array>,
  frameSize: number,
): AsyncGenerator<Int16Array, void, void> {
  const size = frameSize * channelCount;
  let rest = new Int16Array();
  for await (const stretch of stretches) {
    const all = new Int16Array(rest.length + stretch.length);
    all.set(rest);
    all.set(stretch, rest.length);
    let at = 0;
    for (; at + size <= all.length; at += size) yield all.subarray(at, at + size);
    rest = all.slice(at);
  }
  if (rest.length > 0) yield rest;
}

function toFrame(samples: Int16Array, pts: number, isPlanar: boolean): Frame {
  const nbSamples = samples.length / channelCount;
  const values = new Float32Array(samples.length);
  const [perSample, perChannel] = isPlanar ? [1, nbSamples] : [channelCount, 1];
  for (let at = 0; at < nbSamples; at++) {
    for (let channel = 0; channel < channelCount; channel++) {
      const sample = samples[at * channelCount + channel] ?? 0;
      values[at * perSample + channel * perChannel] = sample / 32_768;
    }
  }
  using borrowed = Frame.fromAudioBuffer(Buffer.from(values.buffer), {
    nbSamples,
    format: isPlanar ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_FLT,
    sampleRate,
    channelLayout: AV_CHANNEL_LAYOUT_STEREO,
    timeBase: { num: 1, den: sampleRate },
    pts: BigInt(pts),
  });
  return ownedFrame(borrowed);
}
