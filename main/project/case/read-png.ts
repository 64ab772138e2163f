import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

/**
 * SHA-256, hex, of the pixels of a PNG as cases have them: 8-bit RGB, not interlaced (ISO/IEC 15948). Null for any
 * other file, and for one of another size.
 */
export function pngPixelsHash(
  file: Buffer,
  { width, height }: { width: number; height: number },
): string | null {
  try {
    const data: Buffer[] = [];
    for (let at = 8; at + 12 <= file.length; ) {
      const length = file.readUInt32BE(at);
      const type = file.toString('latin1', at + 4, at + 8);
      const body = file.subarray(at + 8, at + 8 + length);
      if (type === 'IHDR' && !isAsWritten(body, width, height)) return null;
      if (type === 'IDAT') data.push(body);
      at += 12 + length;
    }
    const stride = width * 3;
    const rows = inflateSync(Buffer.concat(data), { maxOutputLength: (stride + 1) * height });
    if (rows.length !== (stride + 1) * height) return null;
    return createHash('sha256')
      .update(unfiltered(rows, stride, height))
      .digest('hex');
  } catch {
    return null;
  }
}

const isAsWritten = (header: Buffer, width: number, height: number): boolean =>
  header.readUInt32BE(0) === width &&
  header.readUInt32BE(4) === height &&
  header.subarray(8).equals(Buffer.from([8, 2, 0, 0, 0]));

/** Pictures are written with no filter, or with the one that takes the difference to the row above. */
function unfiltered(rows: Buffer, stride: number, height: number): Buffer {
  const pixels = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const [from, to] = [row * (stride + 1), row * stride];
    const filter = rows[from];
    if (filter === 0) rows.copy(pixels, to, from + 1, from + 1 + stride);
    else if (filter === 2 && row > 0) {
      for (let i = 0; i < stride; i += 1) {
        pixels[to + i] = ((rows[from + 1 + i] ?? 0) + (pixels[to + i - stride] ?? 0)) & 0xff;
      }
    } else throw new Error('another filter');
  }
  return pixels;
}
