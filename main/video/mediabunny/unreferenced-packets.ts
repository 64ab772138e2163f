/** Whether no other picture refers to the one in this packet, so that it can be left out on the way to another. */
export type UnreferencedTest = (packet: Uint8Array) => boolean;

/** Null for codecs whose packets do not say so in a place that is cheap to read. `header` is the container's. */
export function unreferencedTest(codec: string, header: Uint8Array | null): UnreferencedTest | null {
  if (codec === 'avc') return h264Test(header);
  if (codec === 'hevc') return hevcTest(header);
  return null;
}

/** H.264 marks each slice with how much it is referred to; slices have types 1 to 5. */
function h264Test(header: Uint8Array | null): UnreferencedTest {
  const lengthBytes = header ? ((header[4] ?? 0) & 3) + 1 : 0;
  return (packet) =>
    everySlice(packet, lengthBytes, (unit) => {
      const first = unit[0] ?? 0;
      const type = first & 31;
      return type < 1 || type > 5 ? null : (first & 0x60) === 0;
    });
}

/**
 * In HEVC, slices have types below 32; of these, even ones up to 14 are not referred to within their temporal
 * layer. That proves it in the highest layer alone, so the header must say how many layers there are.
 */
function hevcTest(header: Uint8Array | null): UnreferencedTest | null {
  const description = header?.[21] ?? 0;
  const layers = (description >> 3) & 7;
  if (layers === 0) return null;
  return (packet) =>
    everySlice(packet, (description & 3) + 1, (unit) => {
      const type = ((unit[0] ?? 0) >> 1) & 63;
      if (type >= 32) return null;
      const layer = ((unit[1] ?? 0) & 7) - 1;
      return type <= 14 && type % 2 === 0 && layer === layers - 1;
    });
}

/** Whether there are slices and all pass; `test` gives null for units that are none. */
function everySlice(
  packet: Uint8Array,
  lengthBytes: number,
  test: (unit: Uint8Array) => boolean | null,
): boolean {
  let found = false;
  for (const unit of lengthBytes > 0
    ? unitsBehindLengths(packet, lengthBytes)
    : unitsBehindStartCodes(packet)) {
    const passes = test(unit);
    if (passes === false) return false;
    found ||= passes === true;
  }
  return found;
}

/** As MP4, MOV and Matroska store them. */
function* unitsBehindLengths(packet: Uint8Array, lengthBytes: number): Generator<Uint8Array> {
  for (let at = 0; at + lengthBytes < packet.length; ) {
    let length = 0;
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + (packet[at + i] ?? 0);
    at += lengthBytes;
    yield packet.subarray(at, at + length);
    at += length;
  }
}

const startCode = Buffer.of(0, 0, 1);

/** As MPEG-TS stores them; each unit reaches to the end of the packet, for only its beginning is read. */
function* unitsBehindStartCodes(packet: Uint8Array): Generator<Uint8Array> {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  for (let at = bytes.indexOf(startCode); at >= 0; at = bytes.indexOf(startCode, at + 3)) {
    yield packet.subarray(at + 3);
  }
}
