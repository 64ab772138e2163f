import { readFile, writeFile } from 'node:fs/promises';
import type { BarCodedFile } from './bar-coded-file.ts';
import { writeBarCodedFile } from './bar-coded-file.ts';

const vopStart = Buffer.from([0, 0, 1, 0xb6]);
/** Tells decoders that chunks hold two pictures; 0x1b2 begins user data. */
const divxMark = Buffer.concat([Buffer.from([0, 0, 1, 0xb2]), Buffer.from('DivX503b1393p')]);
/** A picture that is not coded, in place of one that came with the chunk before. */
const placeholder = Buffer.from([0, 0, 1, 0xb6, 0x53, 0x00, 0x7f]);

/**
 * Writes MPEG-4 with B-frames as DivX and old XviD put it into AVI, a "packed bitstream": each B-frame travels in
 * one chunk with the P-frame that it needs, and an empty chunk follows.
 */
export async function writePackedAvi(file: Omit<BarCodedFile, 'output'>): Promise<void> {
  const output = ['-c:v', 'mpeg4', '-q:v', '2', '-bf', '1', '-g', '1000', '-vtag', 'DX50'];
  await writeBarCodedFile({ ...file, output });
  const avi = await readFile(file.path);
  const movi = avi.indexOf('movi') + 4;
  const end = movi - 4 + avi.readUInt32LE(movi - 8);
  const chunks: Buffer[] = [];
  for (let at = movi; at < end; ) {
    const size = avi.readUInt32LE(at + 4);
    chunks.push(avi.subarray(at + 8, at + 8 + size));
    at += 8 + size + (size % 2);
  }
  const packed: Buffer[] = [];
  for (const [n, chunk] of chunks.entries()) {
    const isB = pictureType(chunk) === 2;
    const next = chunks[n + 1];
    if (n === 0) packed.push(marked(chunk));
    else if (isB) packed.push(placeholder);
    else packed.push(next && pictureType(next) === 2 ? Buffer.concat([chunk, next]) : chunk);
  }
  const body = Buffer.concat(packed.map(asChunk));
  const head = Buffer.from(avi.subarray(0, movi));
  head.writeUInt32LE(body.length + 4, movi - 8);
  head.writeUInt32LE(movi + body.length - 8, 4);
  await writeFile(file.path, Buffer.concat([head, body]));
}

const pictureType = (chunk: Buffer): number => (chunk[chunk.indexOf(vopStart) + 4] ?? 0) >> 6;

function marked(chunk: Buffer): Buffer {
  const at = chunk.indexOf(vopStart);
  return Buffer.concat([chunk.subarray(0, at), divxMark, chunk.subarray(at)]);
}

function asChunk(data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write('00dc', 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
