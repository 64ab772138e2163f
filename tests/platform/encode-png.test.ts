import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodePng, encodePngSync } from '#main/platform/index.ts';
import { syntheticFrame } from '../inference/synthetic-frames.ts';

/** The pixels of a PNG with one data chunk and the filters None, Sub and Up. */
function decodePng(png: Uint8Array): { width: number; height: number; pixels: Uint8Array } {
  const buffer = Buffer.from(png);
  const [width, height] = [buffer.readUInt32BE(16), buffer.readUInt32BE(20)];
  const rows = inflateSync(buffer.subarray(41, 41 + buffer.readUInt32BE(33)));
  const stride = width * 3;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const left = i >= 3 ? (pixels[y * stride + i - 3] ?? 0) : 0;
      const above = y > 0 ? (pixels[(y - 1) * stride + i] ?? 0) : 0;
      const predicted = filter === 1 ? left : filter === 2 ? above : 0;
      pixels[y * stride + i] = (rows[y * (stride + 1) + 1 + i] ?? 0) + predicted;
    }
  }
  return { width, height, pixels };
}

describe('encodePng', () => {
  it('keeps every pixel, at once and beside the event loop', async () => {
    const frame = syntheticFrame(9, { width: 61, height: 33 });
    expect(decodePng(encodePngSync(frame.pixels, frame))).toEqual({
      width: 61,
      height: 33,
      pixels: frame.pixels,
    });
    expect(await encodePng(frame.pixels, frame)).toEqual(encodePngSync(frame.pixels, frame));
  });

  it('writes what other programs recognise', () => {
    const png = Buffer.from(encodePngSync(new Uint8Array(3), { width: 1, height: 1 }));
    expect(png.toString('hex')).toBe(
      '89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de' +
        `0000000c${png.subarray(37, -12).toString('hex')}0000000049454e44ae426082`,
    );
  });
});
