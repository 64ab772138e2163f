import { type EncodedPacket, EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import {
  AV_NOPTS_VALUE,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  avChannelLayoutDefault,
  avChannelLayoutDescribe,
  type CodecContext,
  FFmpegError,
  Frame,
  Packet,
} from 'node-av';
import { buildSoundFilterChain, type FilterChain } from '../filter-graph.ts';
import { unlessStalled } from '../unless-stalled.ts';
import { openAudioContext } from './audio-context.ts';

export const soundSampleRate = 48_000;

/** Decoded sound in sequence: samples of all channels in turn, at 48 kHz; `start` counts from time 0. */
export type SoundChunk = { readonly start: number; readonly samples: Int16Array };

/** Codecs carry sound over from packet to packet; after this much of it nothing of the seek is heard. */
const prerollSeconds = 0.4;

/** Containers round times, to a millisecond at worst; up to here neighbouring packets are taken as adjoining. */
const jitterSamples = soundSampleRate / 200;

/** Decodes one sound track forward from where it was put, with packets and decoder of its own. */
export class SoundStream implements AsyncDisposable {
  readonly channelCount: 1 | 2;
  readonly #context: CodecContext;
  readonly #sampleRate: number;
  /** What all times of the packets are late by: samples before the first that is meant to be heard. */
  readonly #delaySeconds: number;
  readonly #sink: EncodedPacketSink;
  readonly #packet = new Packet();
  readonly #decoded = new Frame();
  readonly #resampled = new Frame();
  #chain: FilterChain | null = null;
  #chainInput = '';
  #upcoming: Promise<EncodedPacket | null> = Promise.resolve(null);
  /** Sample that follows the last one given out; null right after a seek. */
  #end: number | null = null;
  #isDrained = true;

  private constructor(
    track: InputAudioTrack,
    context: CodecContext,
    facts: { channelCount: 1 | 2; sampleRate: number; delaySeconds: number },
  ) {
    this.#context = context;
    this.channelCount = facts.channelCount;
    this.#sampleRate = facts.sampleRate;
    this.#delaySeconds = facts.delaySeconds;
    this.#sink = new EncodedPacketSink(track);
    this.#packet.alloc();
    this.#decoded.alloc();
    this.#resampled.alloc();
  }

  static async open(track: InputAudioTrack, delaySeconds: number): Promise<SoundStream> {
    const channels = await track.getNumberOfChannels();
    const sampleRate = await track.getSampleRate();
    const context = await openAudioContext(track);
    return new SoundStream(track, context, {
      channelCount: channels === 1 ? 1 : 2,
      sampleRate,
      delaySeconds,
    });
  }

  /** Goes to a sample; chunks from somewhat before it follow. */
  async seek(position: number): Promise<void> {
    this.#context.flushBuffers();
    this.#freeChain();
    this.#end = null;
    this.#isDrained = false;
    const seconds = position / soundSampleRate + this.#delaySeconds - prerollSeconds;
    const packet = await this.#sink.getPacket(seconds).catch(unlessStalled);
    this.#follow(packet ? Promise.resolve(packet) : this.#sink.getFirstPacket());
  }

  /** The chunks that come of the next packet, in order, perhaps none; null at the end of the track. */
  async next(): Promise<readonly SoundChunk[] | null> {
    if (this.#isDrained) return null;
    const packet = await this.#upcoming;
    this.#follow(packet ? this.#sink.getNextPacket(packet) : Promise.resolve(null));
    this.#send(packet);
    const chunks: SoundChunk[] = [];
    for (let received = 0; received !== AVERROR_EAGAIN; ) {
      received = this.#context.receiveFrameSync(this.#decoded);
      if (received === 0) chunks.push(...(await this.#resample(this.#decoded)));
      else if (received === AVERROR_EOF) {
        this.#isDrained = true;
        chunks.push(...(await this.#resample(null)));
        break;
      } else if (packet) break;
    }
    return chunks;
  }

  #follow(next: Promise<EncodedPacket | null>): void {
    this.#upcoming = next.catch(unlessStalled);
    // Whoever awaits it sees the failure; nobody may before the clip is closed.
    this.#upcoming.catch(() => {});
  }

  #send(source: EncodedPacket | null): void {
    if (!source) {
      this.#context.sendPacketSync(null);
      return;
    }
    const packet = this.#packet;
    packet.data = Buffer.from(source.data.buffer, source.data.byteOffset, source.data.byteLength);
    packet.pts = BigInt(Math.round((source.timestamp - this.#delaySeconds) * this.#sampleRate));
    packet.dts = packet.pts;
    // A packet that cannot be decoded is a gap; those after it are heard again.
    this.#context.sendPacketSync(packet);
    packet.unref();
  }

  /** The chunks that come of a decoded frame; null gives what is still inside the filters. */
  async #resample(frame: Frame | null): Promise<readonly SoundChunk[]> {
    if (frame) await this.#fitChain(frame);
    if (!this.#chain) return [];
    FFmpegError.throwIfError(this.#chain.source.buffersrcAddFrameSync(frame), 'resample');
    frame?.unref();
    const chunks: SoundChunk[] = [];
    while (this.#chain.sink.buffersinkGetFrameSync(this.#resampled) >= 0) {
      chunks.push(this.#chunkOf(this.#resampled));
      this.#resampled.unref();
    }
    return chunks;
  }

  #chunkOf(frame: Frame): SoundChunk {
    const bytes = frame.toBuffer();
    const length = frame.nbSamples * this.channelCount;
    const samples = new Int16Array(length);
    new Uint8Array(samples.buffer).set(bytes.subarray(0, length * 2));
    const expected = this.#end;
    const stated = frame.pts === AV_NOPTS_VALUE ? (expected ?? 0) : Number(frame.pts);
    const adjoins = expected !== null && stated - expected < jitterSamples;
    const start = adjoins ? expected : stated;
    this.#end = start + frame.nbSamples;
    return { start, samples };
  }

  async #fitChain(frame: Frame): Promise<void> {
    const { channelLayout, channels } = frame;
    const layout = channelLayout.mask > 0n ? channelLayout : avChannelLayoutDefault(channels);
    const input = [
      `time_base=1/${this.#sampleRate}`,
      `sample_rate=${frame.sampleRate}`,
      `sample_fmt=${frame.format}`,
      `channel_layout=${avChannelLayoutDescribe(layout)}`,
    ].join(':');
    if (this.#chain && input === this.#chainInput) return;
    this.#freeChain();
    const layoutOut = this.channelCount === 1 ? 'mono' : 'stereo';
    const filters = `aresample=${soundSampleRate},aformat=sample_fmts=s16:sample_rates=${soundSampleRate}:channel_layouts=${layoutOut}`;
    this.#chain = await buildSoundFilterChain(input, filters);
    this.#chainInput = input;
  }

  #freeChain(): void {
    this.#chain?.graph.free();
    this.#chain = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDrained = true;
    await this.#upcoming.catch(() => {});
    this.#freeChain();
    this.#context.freeContext();
    this.#packet.free();
    this.#decoded.free();
    this.#resampled.free();
  }
}
