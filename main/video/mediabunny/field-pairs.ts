import type { EncodedPacketSink } from 'mediabunny';
import { readNalStream, splitAnnexB, splitLengthPrefixed } from '../export/nal-units.ts';
import { unlessStalled } from '../unless-stalled.ts';

/** One picture of a packet: a whole frame, or one field of a pair with the same number. */
type Picture = { readonly parity: 'frame' | 'upper' | 'lower'; readonly frameNumber: number };

/** Tells, packet by packet in decode order, those that complete the frame begun by the packet before. */
export type SecondFieldTest = (packet: Uint8Array) => boolean;

/** Where slices begin: behind a few parameter sets and messages. */
const headBytes = 4096;

/**
 * The pictures in H.264 packets; null where every picture is a whole frame, as the sequence parameters say.
 * `header` is the container's, or a packet with the parameters in it.
 */
function pictureReader(header: Uint8Array): ((packet: Uint8Array) => Picture | null) | null {
  const { lengthSize, parameterSets } = readNalStream('avc', header);
  const parameters = parameterSets.find((unit) => ((unit[0] ?? 0) & 0x1f) === 7);
  const sequence = parameters ? readSequence(parameters) : null;
  if (!sequence || sequence.framesOnly) return null;
  return (packet) => {
    const head = packet.subarray(0, headBytes);
    const units = lengthSize === null ? splitAnnexB(head) : splitLengthPrefixed(packet, lengthSize);
    const slice = units.find((unit) => [1, 2, 5].includes((unit[0] ?? 0) & 0x1f));
    return slice ? readSlice(slice, sequence) : null;
  };
}

/** How many packets are looked at for fields: who codes them does so from the start. */
const examinedPackets = 32;

/**
 * Finds the second fields of a track in H.264; null where frames lie whole in their packets. The test that is given
 * is fresh for each pass over the packets. `header` is the container's; without one it travels in the packets.
 */
export async function findFieldPairs(
  sink: EncodedPacketSink,
  header: Uint8Array | null,
): Promise<(() => SecondFieldTest) | null> {
  let packet = header ? null : await sink.getFirstPacket().catch(unlessStalled);
  const read = pictureReader(header ?? packet?.data ?? new Uint8Array());
  if (!read) return null;
  packet ??= await sink.getFirstPacket().catch(unlessStalled);
  let hasFields = false;
  for (let left = examinedPackets; packet && left > 0 && !hasFields; left--) {
    hasFields = (read(packet.data)?.parity ?? 'frame') !== 'frame';
    packet = await sink.getNextPacket(packet).catch(unlessStalled);
  }
  if (!hasFields) return null;
  return () => {
    let begun: Picture | null = null;
    return (packet) => {
      const picture = read(packet);
      const completes =
        begun !== null &&
        picture !== null &&
        picture.parity !== 'frame' &&
        picture.parity !== begun.parity &&
        picture.frameNumber === begun.frameNumber;
      begun = completes || picture?.parity === 'frame' ? null : picture;
      return completes;
    };
  };
}

type Sequence = {
  readonly framesOnly: boolean;
  readonly frameNumberBits: number;
  readonly separatePlanes: boolean;
};

const profilesWithChroma = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

/** Sequence parameters up to the one that allows fields (ITU-T H.264, 7.3.2.1.1). */
function readSequence(unit: Uint8Array): Sequence {
  const bits = new BitReader(unit.subarray(1));
  const profile = bits.read(8);
  bits.read(16);
  bits.readNumber();
  let separatePlanes = false;
  if (profilesWithChroma.includes(profile)) {
    const chroma = bits.readNumber();
    if (chroma === 3) separatePlanes = bits.read(1) === 1;
    bits.readNumber();
    bits.readNumber();
    bits.read(1);
    if (bits.read(1) === 1) skipScalingLists(bits, chroma === 3 ? 12 : 8);
  }
  const frameNumberBits = bits.readNumber() + 4;
  const orderType = bits.readNumber();
  if (orderType === 0) bits.readNumber();
  if (orderType === 1) {
    bits.read(1);
    bits.readNumber();
    bits.readNumber();
    for (let left = bits.readNumber(); left > 0 && !bits.isAtEnd; left--) bits.readNumber();
  }
  bits.readNumber();
  bits.read(1);
  bits.readNumber();
  bits.readNumber();
  return { framesOnly: bits.read(1) === 1, frameNumberBits, separatePlanes };
}

function skipScalingLists(bits: BitReader, count: number): void {
  for (let list = 0; list < count; list++) {
    if (bits.read(1) === 0) continue;
    let last = 8;
    let next = 8;
    for (let i = 0; i < (list < 6 ? 16 : 64) && !bits.isAtEnd; i++) {
      if (next !== 0) next = (last + bits.readSigned() + 256) % 256;
      if (next !== 0) last = next;
    }
  }
}

function readSlice(unit: Uint8Array, { frameNumberBits, separatePlanes }: Sequence): Picture {
  const bits = new BitReader(unit.subarray(1, 40));
  bits.readNumber();
  bits.readNumber();
  bits.readNumber();
  if (separatePlanes) bits.read(2);
  const frameNumber = bits.read(frameNumberBits);
  const isField = bits.read(1) === 1;
  const isLower = isField && bits.read(1) === 1;
  return { parity: !isField ? 'frame' : isLower ? 'lower' : 'upper', frameNumber };
}

/** Bits of a unit, without the bytes that keep start codes out of it; zeros beyond its end. */
class BitReader {
  readonly #bytes: number[] = [];
  #position = 0;

  constructor(unit: Uint8Array) {
    let zeros = 0;
    for (const byte of unit) {
      const isInserted = zeros >= 2 && byte === 3;
      zeros = byte === 0 ? zeros + 1 : 0;
      if (!isInserted) this.#bytes.push(byte);
    }
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#bytes.length * 8;
  }

  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#position++) {
      const byte = this.#bytes[this.#position >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#position & 7))) & 1);
    }
    return value;
  }

  /** Exp-Golomb. */
  readNumber(): number {
    let zeros = 0;
    while (zeros < 32 && !this.isAtEnd && this.read(1) === 0) zeros++;
    return 2 ** zeros - 1 + this.read(zeros);
  }

  readSigned(): number {
    const number = this.readNumber();
    return number % 2 === 1 ? (number + 1) / 2 : -number / 2;
  }
}
