import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const endBytes = 22;
const longestComment = 0xffff;
const directoryEntryBytes = 46;
const fileHeaderBytes = 30;

/**
 * The content of one file in a ZIP archive of less than 4 GiB, as a stream; null where the archive has no such file
 * or is none (APPNOTE.TXT 6.3.10, §4.3).
 */
export async function readZipEntry(archive: string, name: string): Promise<Readable | null> {
  const handle = await open(archive, 'r');
  try {
    const read = async (from: number, length: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    };
    const { size } = await handle.stat();
    const tail = await read(Math.max(0, size - endBytes - longestComment), endBytes + longestComment);
    const marker = Buffer.alloc(4);
    marker.writeUInt32LE(endOfDirectory);
    const end = tail.lastIndexOf(marker);
    if (end < 0) return null;
    const directory = await read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    for (let at = 0; at + directoryEntryBytes <= directory.length; ) {
      const nameEnd = at + directoryEntryBytes + directory.readUInt16LE(at + 28);
      if (directory.toString('utf8', at + directoryEntryBytes, nameEnd) === name) {
        const method = directory.readUInt16LE(at + 10);
        const length = directory.readUInt32LE(at + 20);
        const header = directory.readUInt32LE(at + 42);
        const own = await read(header, fileHeaderBytes);
        const from = header + fileHeaderBytes + own.readUInt16LE(26) + own.readUInt16LE(28);
        return content(archive, method, from, length);
      }
      at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    return null;
  } finally {
    await handle.close();
  }
}

function content(archive: string, method: number, from: number, length: number): Readable | null {
  if (method !== 0 && method !== 8) return null;
  const bytes = createReadStream(archive, { start: from, end: from + length - 1 });
  if (method === 0) return bytes;
  const inflated = createInflateRaw();
  bytes.on('error', (error) => inflated.destroy(error));
  inflated.on('close', () => bytes.destroy());
  return bytes.pipe(inflated);
}
