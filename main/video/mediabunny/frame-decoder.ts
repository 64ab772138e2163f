import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  AV_FRAME_FLAG_CORRUPT,
  AV_NOPTS_VALUE,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  type CodecContext,
  Frame,
  Packet,
} from 'node-av';
import { lastAtOrBefore, rankOf } from './frame-timing.ts';
import type { CodedPacket, PacketReader } from './packet-cursor.ts';
import type { UnreferencedTest } from './unreferenced-packets.ts';

export type FrameDecoderParts = {
  readonly packets: PacketReader;
  readonly openContext: () => Promise<CodecContext>;
  readonly timestampsSeconds: Float64Array;
  readonly keyRanks: readonly number[];
  /** True where the codec marks frames that no other frame refers to, so that they can be left out on the way. */
  readonly canSkipUnreferenced: boolean;
  /** True where a packet that the index does not count belongs to the frame of the packet before: its other field. */
  readonly hasFieldPairs?: boolean;
  /** Tells such frames by their packets: better, for what is not sent takes no turn of the decoder's threads. */
  readonly isUnreferenced?: UnreferencedTest | null;
};

/** A restart costs the frames held in the decoder; up to this many frames it is cheaper to go on. */
const worthContinuingOver = 8;

/** Where pictures are refreshed bit by bit, a start is whole a period later: the start before it is, then. */
const maxStarts = 3;

/**
 * How long decoding goes on before the process attends to its messages again. Calls into the decoder are made
 * at once, on this thread: the way over another one and back costs as much as a small frame.
 */
const sliceMilliseconds = 10;

/**
 * Decodes frames by rank. Each packet is sent with its rank as its timestamp, so a decoded frame names itself,
 * in whatever order and with whatever delay the decoder gives it back.
 */
export class FrameDecoder implements AsyncDisposable {
  readonly #parts: FrameDecoderParts;
  #context: CodecContext | null = null;
  readonly #packet = new Packet();
  readonly #frame = new Frame();
  /** Rank of the picture in `#frame`; -1 when it holds none. */
  #heldRank = -1;
  #highestSent = -1;
  #lastSent = -1;
  #ended = true;
  #skipping = false;

  constructor(parts: FrameDecoderParts) {
    this.#parts = parts;
    this.#packet.alloc();
    this.#frame.alloc();
  }

  /** The lowest rank that needs no step back to a key frame. */
  get position(): number {
    return Math.max(0, this.#heldRank);
  }

  /**
   * The frame with this rank, valid until the next call; null when `stillWanted` turned false on the way;
   * `missing` when the file holds nothing that decodes to it.
   */
  async decode(rank: number, stillWanted: () => boolean): Promise<Frame | null | 'missing'> {
    if (rank === this.#heldRank) return this.#frame;
    try {
      return await this.#find(rank, stillWanted);
    } catch (error) {
      // What was read so far leads nowhere: the next frame starts from its key frame.
      this.#ended = true;
      throw error;
    }
  }

  async #find(rank: number, stillWanted: () => boolean): Promise<Frame | null | 'missing'> {
    if (this.#canContinueTo(rank)) {
      const found = await this.#advance(rank, stillWanted);
      if (found !== 'missing') return found;
    }
    let key = lastAtOrBefore(this.#parts.keyRanks, rank);
    for (let start = 1; ; start++, key--) {
      await this.#restart(this.#parts.keyRanks[key] ?? 0);
      const found = await this.#advance(rank, stillWanted);
      if (!isUnfinished(found) || key <= 0 || start === maxStarts) return found;
    }
  }

  #keyFor(rank: number): number {
    const { keyRanks } = this.#parts;
    return keyRanks[lastAtOrBefore(keyRanks, rank)] ?? 0;
  }

  #canContinueTo(rank: number): boolean {
    if (this.#ended || rank <= this.#heldRank) return false;
    return this.#keyFor(rank) - this.#highestSent <= worthContinuingOver;
  }

  async #restart(key: number): Promise<void> {
    this.#release();
    if (this.#context) this.#context.flushBuffers();
    else this.#context = await this.#parts.openContext();
    this.#parts.packets.seek(this.#parts.timestampsSeconds[key] ?? 0);
    this.#highestSent = key - 1;
    this.#ended = false;
  }

  async #advance(rank: number, stillWanted: () => boolean): Promise<Frame | null | 'missing'> {
    const context = this.#context;
    if (!context) return 'missing';
    let sliceEnd = performance.now() + sliceMilliseconds;
    while (stillWanted()) {
      this.#release();
      const received = context.receiveFrameSync(this.#frame);
      if (received === 0) {
        this.#heldRank = Number(this.#frame.pts);
        if (this.#heldRank === rank) return this.#frame;
        if (this.#heldRank > rank) return 'missing';
      } else if (received === AVERROR_EOF) {
        this.#ended = true;
        return 'missing';
      } else {
        // EAGAIN asks for more; any other error is a damaged packet, after which later ones may decode.
        this.#send(context, await this.#parts.packets.next(), rank);
      }
      if (performance.now() > sliceEnd) {
        await nextTurn();
        sliceEnd = performance.now() + sliceMilliseconds;
      }
    }
    return null;
  }

  #send(context: CodecContext, source: CodedPacket | null, target: number): void {
    if (!source) {
      context.sendPacketSync(null);
      return;
    }
    const stated = rankOf(this.#parts.timestampsSeconds, source.timestampSeconds);
    const rank = stated < 0 && this.#parts.hasFieldPairs ? this.#lastSent : stated;
    this.#lastSent = rank;
    this.#highestSent = Math.max(this.#highestSent, rank);
    const onTheWay = rank < target;
    if (onTheWay && this.#parts.isUnreferenced?.(source.data)) return;
    const packet = this.#packet;
    packet.data = Buffer.from(source.data.buffer, source.data.byteOffset, source.data.byteLength);
    packet.isKeyframe = source.isKey;
    packet.pts = BigInt(rank);
    packet.dts = AV_NOPTS_VALUE;
    this.#skipUnreferenced(context, onTheWay);
    const sent = context.sendPacketSync(packet);
    packet.unref();
    if (sent === AVERROR_EAGAIN) throw new Error('the decoder refused a packet it had asked for');
  }

  #skipUnreferenced(context: CodecContext, skip: boolean): void {
    const { canSkipUnreferenced, isUnreferenced } = this.#parts;
    if (!canSkipUnreferenced || isUnreferenced || skip === this.#skipping) return;
    context.setOption('skip_frame', skip ? 'noref' : 'default');
    this.#skipping = skip;
  }

  #release(): void {
    if (this.#heldRank >= 0) this.#frame.unref();
    this.#heldRank = -1;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#context?.freeContext();
    this.#context = null;
    this.#heldRank = -1;
    this.#ended = true;
    this.#frame.free();
    this.#packet.free();
  }
}

/** Made from a start that holds less than a whole picture. */
const isUnfinished = (found: Frame | null | 'missing'): boolean =>
  found instanceof Frame && found.hasFlags(AV_FRAME_FLAG_CORRUPT);
