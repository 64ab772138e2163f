import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepSportError, throwIfCancelled } from '#common/domain/index.ts';
import type { Sound, SoundRequest } from '../video-service.ts';
import { type SoundChunk, type SoundStream, soundSampleRate } from './sound-stream.ts';

/** How far ahead sound is decoded and dropped rather than sought. */
const worthContinuingOver = 2 * soundSampleRate;

/** How long decoding goes on before the process attends to its messages again. */
const sliceMilliseconds = 10;

/** Stretches of a sound track, one at a time; a stretch that follows the one before goes on without a seek. */
export class SoundReader implements AsyncDisposable {
  readonly #openStream: () => Promise<SoundStream>;
  readonly #damaged: (cause: unknown) => Error;
  #stream: SoundStream | null = null;
  /** Decoded and not given out: it begins the next stretch. */
  #carried: readonly SoundChunk[] = [];
  /** Sample up to which everything was given out; null before the first stretch and after a failure. */
  #position: number | null = null;
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  /** `damaged` says of a failure of the decoder what a person should know. */
  constructor(openStream: () => Promise<SoundStream>, damaged: (cause: unknown) => Error) {
    this.#openStream = openStream;
    this.#damaged = damaged;
  }

  read(request: SoundRequest, signal: AbortSignal | undefined): Promise<Sound> {
    const turn = this.#turn.then(async () => {
      throwIfCancelled(this.#closed ? AbortSignal.abort() : signal);
      return this.#read(request, signal).catch((error: unknown) => {
        throw isDeepSportError(error) ? error : this.#damaged(error);
      });
    });
    this.#turn = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }

  async #read(
    { startSeconds, durationSeconds }: SoundRequest,
    signal: AbortSignal | undefined,
  ): Promise<Sound> {
    const start = Math.round(startSeconds * soundSampleRate);
    const end = start + Math.round(durationSeconds * soundSampleRate);
    this.#stream ??= await this.#openStream();
    const { channelCount } = this.#stream;
    const mixed = new Int16Array((end - start) * channelCount);
    const reached = await this.#fill(this.#stream, mixed, start, end, signal);
    const samples = mixed.slice(0, Math.max(0, reached - start) * channelCount);
    return { sampleRate: soundSampleRate, channelCount, samples, startSeconds: start / soundSampleRate };
  }

  /** Writes the samples from `start` to `end`; gives the sample that it reached, which is less at the track's end. */
  async #fill(
    stream: SoundStream,
    target: Int16Array,
    start: number,
    end: number,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    const position = this.#position;
    this.#position = null;
    if (position === null || start < position || start - position > worthContinuingOver) {
      this.#carried = [];
      await stream.seek(start);
    }
    let reached = start;
    let chunks = this.#carried;
    let sliceEnd = performance.now() + sliceMilliseconds;
    while (true) {
      const isOver = chunks.some((chunk) => endOf(chunk, stream.channelCount) >= end);
      for (const chunk of chunks) {
        copyInto(target, start, chunk, stream.channelCount);
        reached = Math.max(reached, Math.min(end, endOf(chunk, stream.channelCount)));
      }
      if (isOver) break;
      const next = await stream.next();
      if (!next) {
        this.#carried = [];
        this.#position = reached;
        return reached;
      }
      chunks = next;
      if (performance.now() > sliceEnd) {
        await nextTurn();
        throwIfCancelled(signal);
        sliceEnd = performance.now() + sliceMilliseconds;
      }
    }
    this.#carried = chunks.filter((chunk) => endOf(chunk, stream.channelCount) > end);
    this.#position = end;
    return end;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.#turn;
    await this.#stream?.[Symbol.asyncDispose]();
    this.#stream = null;
  }
}

const endOf = ({ start, samples }: SoundChunk, channelCount: number) => start + samples.length / channelCount;

/** Copies what of the chunk lies in the target, whose first sample is `start`. */
function copyInto(target: Int16Array, start: number, chunk: SoundChunk, channelCount: number): void {
  const offset = (chunk.start - start) * channelCount;
  const from = Math.max(0, -offset);
  const to = Math.min(chunk.samples.length, target.length - offset);
  if (from < to) target.set(chunk.samples.subarray(from, to), offset + from);
}
