import type { EncodedPacket, EncodedPacketSink } from 'mediabunny';

/** Reads packets in decode order from a key frame on, one ahead of the decoder. */
export class PacketCursor {
  readonly #sink: EncodedPacketSink;
  #next: Promise<EncodedPacket | null> = Promise.resolve(null);

  constructor(sink: EncodedPacketSink) {
    this.#sink = sink;
  }

  /** Goes to the key frame at this timestamp, as the index gave it. */
  seek(timestampSeconds: number): void {
    this.#follow(this.#sink.getKeyPacket(timestampSeconds));
  }

  /** The next packet with its data; null at the end of what can be read. */
  async next(): Promise<EncodedPacket | null> {
    const packet = await this.#next;
    this.#follow(packet ? this.#sink.getNextPacket(packet) : Promise.resolve(null));
    return packet;
  }

  #follow(next: Promise<EncodedPacket | null>): void {
    // Whoever awaits it sees the failure; nobody may before the clip is closed.
    next.catch(() => {});
    this.#next = next;
  }
}
