import { open } from 'node:fs/promises';

/** These bytes of a file, in a buffer of their own. */
export async function readPart(path: string, at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  if (length === 0) return bytes;
  const file = await open(path);
  try {
    for (let filled = 0; filled < length; ) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, at + filled);
      if (bytesRead === 0) throw new Error(`the file ends at ${at + filled}`);
      filled += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}
