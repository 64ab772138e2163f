import { describe, expect, it } from 'vitest';
import { createFrameMatch } from '#main/video/conversion/frame-match.ts';
import { parseRawHeader, type RawPicture, rawPictures } from '#main/video/conversion/raw-pictures.ts';
import { type SmallPicture, smallPicture } from '#main/video/conversion/small-picture.ts';

const size = { width: 160, height: 96 };

/** A grey picture with a white square that moves four pixels with each frame, and noise that `seed` decides. */
function picture(n: number, { seed = 0, noise = 0, bitDepth = 8 } = {}): RawPicture {
  const planes = new Uint8Array(size.width * size.height * (bitDepth > 8 ? 2 : 1));
  let state = seed * 7919 + n + 1;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const isInSquare = x >= 4 * n && x < 4 * n + 16 && y >= 40 && y < 56;
      const value = (isInSquare ? 220 : 90) + ((state >>> 24) / 255 - 0.5) * noise;
      const at = y * size.width + x;
      if (bitDepth === 8) planes[at] = value;
      else new DataView(planes.buffer).setUint16(at * 2, value * 2 ** (bitDepth - 8), true);
    }
  }
  return { planes, bitDepth, ...size };
}

function firstMisfit(source: readonly SmallPicture[], result: readonly SmallPicture[]): number | null {
  const match = createFrameMatch();
  for (const [n, small] of source.entries()) {
    const misfit = match.add(small, result[n] ?? small);
    if (misfit !== null) return misfit;
  }
  return match.end();
}

const numbers = Array.from({ length: 20 }, (_, n) => n);
const source = numbers.map((n) => smallPicture(picture(n, { noise: 8 })));
const noisy = (order: readonly number[]) => order.map((n) => smallPicture(picture(n, { noise: 8, seed: 5 })));

describe('The comparison of a conversion with its source', () => {
  it('takes every frame in its place, whatever noise coding adds', () => {
    expect(firstMisfit(source, noisy(numbers))).toBeNull();
  });

  it('refuses a result with two neighbours swapped', () => {
    const swapped = [...numbers];
    [swapped[7], swapped[8]] = [8, 7];
    expect(firstMisfit(source, noisy(swapped))).toBe(7);
  });

  it('refuses a result with a frame dropped and another doubled', () => {
    const shifted = [...numbers.filter((n) => n !== 4), 19];
    expect(firstMisfit(source, noisy(shifted))).toBe(4);
  });

  it('refuses a result whose last frame is another', () => {
    expect(firstMisfit(source, noisy([...numbers.slice(0, 19), 18]))).toBe(19);
  });

  it('takes a still scene, where every frame fits every other', () => {
    const still = numbers.map((n) => smallPicture(picture(0, { noise: 8, seed: n })));
    const again = numbers.map((n) => smallPicture(picture(0, { noise: 8, seed: n + 50 })));
    expect(firstMisfit(still, again)).toBeNull();
  });

  it('sees a picture of 10 bits as bright as the same one of 8', () => {
    const [eight, ten] = [smallPicture(picture(3)), smallPicture(picture(3, { bitDepth: 10 }))];
    for (const [block, value] of eight.entries()) expect(ten[block]).toBeCloseTo(value, 0);
  });
});

describe('Pictures from a pipe', () => {
  it('are told apart however the bytes are cut', async () => {
    const header = new TextEncoder().encode('YUV4MPEG2 W4 H2 F25:1 Ip A1:1 C420jpeg\n');
    const frames = [1, 2, 3].map((n) => [
      ...new TextEncoder().encode('FRAME\n'),
      ...Array<number>(12).fill(n),
    ]);
    const bytes = Uint8Array.from([...header, ...frames.flat()]);
    for (const step of [1, 5, 1000]) {
      const seen: number[] = [];
      async function* chunks() {
        for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
      }
      for await (const { planes } of rawPictures(chunks())) {
        expect(new Set(planes).size).toBe(1);
        seen.push(planes[11] ?? -1);
      }
      expect(seen).toEqual([1, 2, 3]);
    }
  });

  it('say how large, how deep and how scanned they are', () => {
    expect(parseRawHeader('YUV4MPEG2 W720 H576 F25:1 It A16:15 C420mpeg2 XYSCSS=420MPEG2')).toEqual({
      width: 720,
      height: 576,
      bitDepth: 8,
      isInterlaced: true,
      pictureBytes: 720 * 576 * 1.5,
    });
    expect(parseRawHeader('YUV4MPEG2 W5 H3 F1:1 Ip C422p10 XYSCSS=422P10')).toMatchObject({
      bitDepth: 10,
      isInterlaced: false,
      pictureBytes: (15 + 2 * 9) * 2,
    });
    expect(() => parseRawHeader('RIFF....AVI LIST')).toThrow();
  });
});
