import { crc32 } from 'node:zlib';

/**
 * The bytes of a case's archive besides its files' own: ZIP as APPNOTE.TXT 6.3.10 has it, files stored as they are, one
 * after the other without gaps, each with its length behind it, all with the date 1980-01-01. Written and checked by
 * the same functions, so that no byte of the archive is free to be another.
 */
export type ZippedFile = {
  readonly name: string;
  readonly sizeBytes: number;
  readonly crc32: number;
  /** Where its header begins. */
  readonly start: number;
};

export const fileHeaderBytes = 30;
export const descriptorBytes = 16;
export const listHeaderBytes = 46;
export const endBytes = 22;
/** Beyond these an archive would need another form. */
export const mostFiles = 65_535;
export const mostBytes = 0xffff_ffff;

const version = 20;
/** Sizes follow the file; names are UTF-8. */
const flags = 0x0808;
const stored = 0;
/** 1980-01-01, the first that the format knows. */
const date = 0x0021;

export function fileHeader(name: string): Buffer {
  const bytes = Buffer.from(name);
  const header = Buffer.alloc(fileHeaderBytes);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(version, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(stored, 8);
  header.writeUInt16LE(date, 12);
  header.writeUInt16LE(bytes.length, 26);
  return Buffer.concat([header, bytes]);
}

export function descriptor({ crc32: checksum, sizeBytes }: Pick<ZippedFile, 'crc32' | 'sizeBytes'>): Buffer {
  const bytes = Buffer.alloc(descriptorBytes);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(checksum, 4);
  bytes.writeUInt32LE(sizeBytes, 8);
  bytes.writeUInt32LE(sizeBytes, 12);
  return bytes;
}

export function listHeader({ name, sizeBytes, start, ...file }: ZippedFile): Buffer {
  const bytes = Buffer.from(name);
  const header = Buffer.alloc(listHeaderBytes);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(version, 4);
  header.writeUInt16LE(version, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(stored, 10);
  header.writeUInt16LE(date, 14);
  header.writeUInt32LE(file.crc32, 16);
  header.writeUInt32LE(sizeBytes, 20);
  header.writeUInt32LE(sizeBytes, 24);
  header.writeUInt16LE(bytes.length, 28);
  header.writeUInt32LE(start, 42);
  return Buffer.concat([header, bytes]);
}

export function endOfArchive(count: number, listStart: number, listLength: number): Buffer {
  const bytes = Buffer.alloc(endBytes);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(listLength, 12);
  bytes.writeUInt32LE(listStart, 16);
  return bytes;
}

/** Where the header of the file after this one begins. */
export const endOfFile = ({ name, sizeBytes, start }: ZippedFile): number =>
  start + fileHeaderBytes + Buffer.byteLength(name) + sizeBytes + descriptorBytes;

export const addToCrc = (checksum: number, bytes: Uint8Array): number => crc32(bytes, checksum);
