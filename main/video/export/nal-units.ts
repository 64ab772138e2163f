/**
 * The units that H.264 and HEVC are made of, and the two ways of putting them one after the other: with start codes
 * (Annex B, as encoders and MPEG-TS do) or each behind its length (as MP4 and Matroska do).
 */
export type NalCodec = 'avc' | 'hevc';

export const isNalCodec = (codec: string): codec is NalCodec => codec === 'avc' || codec === 'hevc';

const startCode = Uint8Array.of(0, 0, 0, 1);

/** Types that hold parameters of the stream: SPS and PPS; VPS, SPS and PPS. */
const parameterTypes: Readonly<Record<NalCodec, readonly number[]>> = { avc: [7, 8], hevc: [32, 33, 34] };

export const nalType = (codec: NalCodec, unit: Uint8Array): number =>
  codec === 'avc' ? (unit[0] ?? 0) & 0x1f : ((unit[0] ?? 0) >> 1) & 0x3f;

export const isParameterSet = (codec: NalCodec, unit: Uint8Array): boolean =>
  parameterTypes[codec].includes(nalType(codec, unit));

export function joinAnnexB(units: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(units.flatMap((unit) => [startCode, unit]));
}

/** Units behind start codes of three or four bytes. */
export function splitAnnexB(bytes: Uint8Array): readonly Uint8Array[] {
  const units: Uint8Array[] = [];
  let start = -1;
  for (let at = 0; at + 2 < bytes.length; at++) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 2] !== 1) continue;
    if (start >= 0) units.push(withoutTrailingZeros(bytes.subarray(start, at)));
    start = at + 3;
    at += 2;
  }
  if (start >= 0) units.push(withoutTrailingZeros(bytes.subarray(start)));
  return units.filter((unit) => unit.length > 0);
}

/** A unit never ends with a zero byte; those before a start code belong to it. */
function withoutTrailingZeros(unit: Uint8Array): Uint8Array {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end -= 1;
  return unit.subarray(0, end);
}

/** Units behind their length in `lengthSize` bytes; a length beyond the end ends the list. */
export function splitLengthPrefixed(bytes: Uint8Array, lengthSize: number): readonly Uint8Array[] {
  const units: Uint8Array[] = [];
  for (let at = 0; at + lengthSize <= bytes.length; ) {
    let length = 0;
    for (let i = 0; i < lengthSize; i++) length = length * 256 + (bytes[at + i] ?? 0);
    at += lengthSize;
    if (length > bytes.length - at) break;
    if (length > 0) units.push(bytes.subarray(at, at + length));
    at += length;
  }
  return units;
}

/** How a stream's packets are to be read: the size of the lengths, null for start codes; and its parameter sets. */
export type NalStream = {
  readonly lengthSize: number | null;
  readonly parameterSets: readonly Uint8Array[];
};

/** Reads a container's codec header: avcC, hvcC, or parameter sets behind start codes. */
export function readNalStream(codec: NalCodec, header: Uint8Array | null): NalStream {
  if (header?.[0] !== 1) {
    const units = header ? splitAnnexB(header) : [];
    return { lengthSize: null, parameterSets: units.filter((unit) => isParameterSet(codec, unit)) };
  }
  return codec === 'avc' ? readAvcHeader(header) : readHevcHeader(header);
}

function readAvcHeader(header: Uint8Array): NalStream {
  const parameterSets: Uint8Array[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = (header[at++] ?? 0) & mask;
    for (let i = 0; i < count; i++) at = takeUnit(header, at, parameterSets);
  }
  return { lengthSize: ((header[4] ?? 0) & 3) + 1, parameterSets };
}

function readHevcHeader(header: Uint8Array): NalStream {
  const units: Uint8Array[] = [];
  let at = 23;
  for (let array = 0; array < (header[22] ?? 0); array++) {
    const count = ((header[at + 1] ?? 0) << 8) | (header[at + 2] ?? 0);
    at += 3;
    for (let i = 0; i < count; i++) at = takeUnit(header, at, units);
  }
  const parameterSets = units.filter((unit) => isParameterSet('hevc', unit));
  return { lengthSize: ((header[21] ?? 0) & 3) + 1, parameterSets };
}

function takeUnit(header: Uint8Array, at: number, into: Uint8Array[]): number {
  const length = ((header[at] ?? 0) << 8) | (header[at + 1] ?? 0);
  const unit = header.subarray(at + 2, at + 2 + length);
  if (unit.length > 0) into.push(unit);
  return at + 2 + length;
}

export const splitUnits = (data: Uint8Array, lengthSize: number | null): readonly Uint8Array[] =>
  lengthSize === null ? splitAnnexB(data) : splitLengthPrefixed(data, lengthSize);
