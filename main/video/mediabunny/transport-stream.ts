import type { ClipFile } from './clip-file.ts';

/** Picture codecs by their stream type (ISO/IEC 13818-1, table 2-34, and its users), as people name them. */
const pictureCodecs: Readonly<Record<number, string>> = {
  1: 'MPEG-1',
  2: 'MPEG-2',
  16: 'MPEG-4',
  27: 'H.264',
  32: 'H.264',
  36: 'HEVC',
  51: 'H.266',
  66: 'AVS',
  209: 'Dirac',
  234: 'VC-1',
};

const packetBytes = 188;
const syncByte = 0x47;
const searchedBytes = 2 ** 20;

/**
 * The codec of the first picture stream that the program tables of an MPEG-TS name; null where there is none. Asked
 * when the packet reader finds no picture: it leaves out the streams that it cannot read.
 */
export async function pictureCodecInTransportStream(file: ClipFile): Promise<string | null> {
  const bytes = await file.read(0, Math.min(searchedBytes, file.sizeBytes));
  const programs = new Set<number>();
  for (const { pid, section } of tableSections(bytes)) {
    if (pid === 0) for (const program of programPids(section)) programs.add(program);
    else if (programs.has(pid)) {
      const codec = firstPictureCodec(section);
      if (codec) return codec;
    }
  }
  return null;
}

/** The tables that begin in a packet; those longer than one packet end where the packet does. */
function* tableSections(bytes: Uint8Array): Generator<{ pid: number; section: Uint8Array }> {
  const isSync = (at: number) => bytes[at] === syncByte && bytes[at + packetBytes] === syncByte;
  let at = 0;
  while (at + packetBytes <= bytes.length) {
    // Also finds its way in streams whose packets carry four more bytes each.
    if (
      bytes[at] !== syncByte ||
      (at + packetBytes < bytes.length && !isSync(at) && bytes[at + 192] !== syncByte)
    ) {
      at += 1;
      continue;
    }
    const packet = bytes.subarray(at, at + packetBytes);
    at += packetBytes;
    const [, high = 0, low = 0, control = 0, first = 0] = packet;
    const startsUnit = (high & 0x40) !== 0;
    const payload = 4 + ((control & 0x20) !== 0 ? 1 + first : 0);
    if (!startsUnit || (control & 0x10) === 0 || payload >= packetBytes) continue;
    const section = packet.subarray(payload + 1 + (packet[payload] ?? 0));
    yield { pid: ((high & 0x1f) << 8) | low, section };
  }
}

const pidAt = (section: Uint8Array, at: number) =>
  (((section[at] ?? 0) & 0x1f) << 8) | (section[at + 1] ?? 0);

/** Where a table's entries end: its length counts from byte 3 on and includes 4 bytes of checksum. */
const entriesEnd = (section: Uint8Array) =>
  Math.min(section.length, 3 + ((((section[1] ?? 0) & 0x0f) << 8) | (section[2] ?? 0)) - 4);

function programPids(section: Uint8Array): readonly number[] {
  if (section[0] !== 0) return [];
  const pids: number[] = [];
  for (let at = 8; at + 4 <= entriesEnd(section); at += 4) pids.push(pidAt(section, at + 2));
  return pids;
}

function firstPictureCodec(section: Uint8Array): string | null {
  if (section[0] !== 2) return null;
  const lengthAt = (at: number) => (((section[at] ?? 0) & 0x0f) << 8) | (section[at + 1] ?? 0);
  for (let at = 12 + lengthAt(10); at + 5 <= entriesEnd(section); at += 5 + lengthAt(at + 3)) {
    const codec = pictureCodecs[section[at] ?? 0];
    if (codec) return codec;
  }
  return null;
}
