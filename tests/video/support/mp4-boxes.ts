/** Changes to the headers of small MP4 and MOV files, which no option of ffmpeg makes. */

/** Row by row, without perspective and shift: a point (x, y) goes to (a·x + c·y, b·x + d·y). */
export type DisplayMatrix = readonly [a: number, b: number, c: number, d: number];

/** The file with this display matrix on its first track. */
export function withDisplayMatrix(file: Buffer, [a, b, c, d]: DisplayMatrix): Buffer {
  const bytes = Buffer.from(file);
  const body = bytes.indexOf('tkhd') + 4;
  const matrix = body + (bytes[body] === 1 ? 52 : 40);
  const one = 0x1_0000;
  for (const [i, value] of [a * one, b * one, 0, c * one, d * one, 0, 0, 0, 0x4000_0000].entries()) {
    bytes.writeInt32BE(value, matrix + i * 4);
  }
  return bytes;
}

export type Edit = { readonly durationTicks: number; readonly mediaTime: number };

/** The file with these edits on its first track; its header must come last, so that no data moves. */
export function withEdits(file: Buffer, edits: readonly Edit[]): Buffer {
  const list = Buffer.alloc(16 + edits.length * 12);
  list.writeUInt32BE(list.length, 0);
  list.write('elst', 4, 'latin1');
  list.writeUInt32BE(edits.length, 12);
  for (const [i, { durationTicks, mediaTime }] of edits.entries()) {
    list.writeUInt32BE(durationTicks, 16 + i * 12);
    list.writeInt32BE(mediaTime, 20 + i * 12);
    list.writeUInt32BE(0x1_0000, 24 + i * 12);
  }
  const start = file.indexOf('elst') - 4;
  const oldSize = file.readUInt32BE(start);
  const changed = Buffer.concat([file.subarray(0, start), list, file.subarray(start + oldSize)]);
  for (const parent of ['moov', 'trak', 'edts']) {
    const at = changed.indexOf(parent) - 4;
    changed.writeUInt32BE(changed.readUInt32BE(at) + list.length - oldSize, at);
  }
  return changed;
}
