import type { EncodedPacket, EncodedPacketSink } from 'mediabunny';

/** A coded picture as the file holds it. */
export type CodedPacket = {
  readonly timestampSeconds: number;
  readonly isKey: boolean;
  readonly data: Uint8Array;
};

/** Packets in decode order from a key frame on, read ahead of the decoder. */
export interface PacketReader {
  /** Goes to the key frame at this timestamp, as the index gave it. */
  seek(timestampSeconds: number): void;
  /** The next packet with its data; null at the end of what can be read. */
  next(): Promise<CodedPacket | null>;
}

/** Packet by packet as mediabunny finds them, for every container. */
export class PacketCursor implements PacketReader {
  readonly #sink: EncodedPacketSink;
  #next: Promise<EncodedPacket | null> = Promise.resolve(null);

  constructor(sink: EncodedPacketSink) {
    this.#sink = sink;
  }

  seek(timestampSeconds: number): void {
    this.#follow(this.#sink.getKeyPacket(timestampSeconds));
  }

  async next(): Promise<CodedPacket | null> {
    const packet = await this.#next;
    this.#follow(packet ? this.#sink.getNextPacket(packet) : Promise.resolve(null));
    return packet && { timestampSeconds: packet.timestamp, isKey: packet.type === 'key', data: packet.data };
  }

  #follow(next: Promise<EncodedPacket | null>): void {
    // Whoever awaits it sees the failure; nobody may before the clip is closed.
    next.catch(() => {});
    this.#next = next;
  }
}
