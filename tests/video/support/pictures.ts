import { inflateSync } from 'node:zlib';
import type { Size } from '#common/domain/index.ts';

/** Mean absolute difference of two pictures, 0 to 255. */
export function meanDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new Error(`pictures of ${a.length} and ${b.length} bytes`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / a.length;
}

/** Reads back a PNG of 8-bit RGB whose rows use filters 0 and 2 only, by the specification alone. */
export function decodePng(file: Uint8Array): Size & { readonly pixels: Uint8Array } {
  const bytes = Buffer.from(file);
  const data: Buffer[] = [];
  let size = { width: 0, height: 0 };
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') size = { width: body.readUInt32BE(0), height: body.readUInt32BE(4) };
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  const filtered = inflateSync(Buffer.concat(data));
  const stride = size.width * 3;
  const pixels = new Uint8Array(stride * size.height);
  for (let row = 0; row < size.height; row++) {
    const filter = filtered[row * (stride + 1)];
    if (filter !== 0 && filter !== 2) throw new Error(`row filter ${filter}`);
    for (let i = 0; i < stride; i++) {
      const above = filter === 2 ? (pixels[(row - 1) * stride + i] ?? 0) : 0;
      pixels[row * stride + i] = (filtered[row * (stride + 1) + 1 + i] ?? 0) + above;
    }
  }
  return { ...size, pixels };
}

/** A repeatable choice of `count` different whole numbers below `limit`, unordered. */
export function chooseAtRandom(limit: number, count: number, seed: number): readonly number[] {
  const pool = Array.from({ length: limit }, (_, i) => i);
  let state = seed;
  for (let i = pool.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = state % (i + 1);
    [pool[i], pool[j]] = [pool[j] ?? 0, pool[i] ?? 0];
  }
  return pool.slice(0, count);
}
