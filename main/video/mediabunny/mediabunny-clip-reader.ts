import type { Frame } from 'node-av';
import { type ClipInfo, type FrameTimes, isDeepSportError, type Size } from '#common/domain/index.ts';
import { frameDamaged } from '../clip-errors.ts';
import type { OpenedClipReader, PlanesFingerprint } from '../clip-reader.ts';
import type { SoundReader } from '../sound/sound-reader.ts';
import type { Sound, SoundRequest } from '../video-service.ts';
import { planesFingerprint } from './coded-planes.ts';
import type { FrameDecoder } from './frame-decoder.ts';
import type { FrameIndex } from './frame-index.ts';
import type { FrameScaler } from './frame-scaler.ts';

export type MediabunnyClipParts = {
  readonly path: string;
  readonly info: Omit<ClipInfo, 'id'>;
  readonly index: FrameIndex;
  readonly decoder: FrameDecoder;
  readonly scaler: FrameScaler;
  readonly sound: SoundReader;
  /** Closes the file. */
  readonly dispose: () => Promise<void>;
};

/** Translates between frame numbers, which leave trimmed frames out, and the ranks that the decoder counts by. */
export class MediabunnyClipReader implements OpenedClipReader {
  readonly info: Omit<ClipInfo, 'id'>;
  readonly times: FrameTimes;
  readonly #parts: MediabunnyClipParts;
  #turn: Promise<void> = Promise.resolve();
  #underWay = 0;

  constructor(parts: MediabunnyClipParts) {
    const { hiddenCount, keyRanks, timestampsSeconds } = parts.index;
    this.#parts = parts;
    this.info = parts.info;
    this.times = {
      timestampsSeconds: Array.from(timestampsSeconds.subarray(hiddenCount)),
      keyFrames: keyRanks.filter((rank) => rank >= hiddenCount).map((rank) => rank - hiddenCount),
    };
  }

  get position(): number {
    return this.#parts.decoder.position - this.#parts.index.hiddenCount;
  }

  async read(
    index: number,
    sizes: readonly Size[],
    stillWanted: () => boolean,
  ): Promise<readonly Uint8Array[] | null> {
    return this.#withFrame(index, stillWanted, (frame) => this.#parts.scaler.toRgb(frame, sizes));
  }

  get isIdle(): boolean {
    return this.#underWay === 0;
  }

  planes(index: number, stillWanted: () => boolean): Promise<PlanesFingerprint | null> {
    return this.#count(this.#withFrame(index, stillWanted, async (frame) => planesFingerprint(frame)));
  }

  luma(index: number, size: Size, stillWanted: () => boolean): Promise<Uint8Array | null> {
    return this.#count(
      this.#withFrame(index, stillWanted, (frame) => this.#parts.scaler.toLuma(frame, size)),
    );
  }

  async #count<Result>(work: Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
    }
  }

  /** What `use` makes of a decoded frame; one at a time, for the frame is the decoder's own. */
  #withFrame<Result>(
    index: number,
    stillWanted: () => boolean,
    use: (frame: Frame) => Promise<Result>,
  ): Promise<Result | null> {
    const { decoder, path } = this.#parts;
    const rank = index + this.#parts.index.hiddenCount;
    const turn = this.#turn.then(async () => {
      try {
        const frame = stillWanted() ? await decoder.decode(rank, stillWanted) : null;
        if (frame === 'missing') throw frameDamaged(path, index);
        return frame && (await use(frame));
      } catch (error) {
        throw isDeepSportError(error) ? error : frameDamaged(path, index, error);
      }
    });
    this.#turn = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }

  sound(request: SoundRequest, signal: AbortSignal | undefined): Promise<Sound> {
    return this.#count(this.#parts.sound.read(request, signal));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn;
    await this.#parts.sound[Symbol.asyncDispose]();
    await this.#parts.decoder[Symbol.asyncDispose]();
    this.#parts.scaler[Symbol.dispose]();
    await this.#parts.dispose();
  }
}
