import { open } from 'node:fs/promises';

/** Bytes that AVI counts beyond those it states: the name and the length of the first list. */
const riffHead = 8;

/** True for an AVI file shorter than it says of itself; the other containers do not say. */
export async function isCutOff(path: string, sizeBytes: number): Promise<boolean> {
  await using file = await open(path, 'r');
  const { buffer } = await file.read(Buffer.alloc(riffHead), 0, riffHead, 0);
  return buffer.toString('latin1', 0, 4) === 'RIFF' && buffer.readUInt32LE(4) + riffHead > sizeBytes;
}
