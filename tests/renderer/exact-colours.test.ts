import { describe, expect, it } from 'vitest';
import { exactColours, hasPlainColours } from '#renderer/viewer/exact-colours.ts';

const { signal } = new AbortController();
const limited = (matrix: string | null) => ({ matrix, primaries: null, transfer: null, fullRange: false });

/** A picture of 4×2 in one colour. */
const flat = (y: number, u: number, v: number, format = 'I420') => {
  const chroma = { I420: 2, I422: 4, I444: 8 }[format] ?? 2;
  const values = [...Array(8).fill(y), ...Array(chroma).fill(u), ...Array(chroma).fill(v)];
  return { format, bytes: Uint8Array.from(values) };
};

const size = { width: 4, height: 2 };
const first = async (...args: Parameters<typeof exactColours>) => [
  ...(await exactColours(...args)).slice(0, 3),
];

describe('The exact colours of a picture', () => {
  it.each([
    ['white', 235, 128, 128, [255, 255, 255]],
    ['black', 16, 128, 128, [0, 0, 0]],
    ['grey', 126, 128, 128, [128, 128, 128]],
    ['blue of BT.709', 32, 240, 118, [1, 0, 255]],
    ['red of BT.709', 63, 102, 240, [255, 1, 0]],
  ])('are those of the standard: %s', async (_, y, u, v, rgb) => {
    const shown = await first(flat(y, u, v), size, limited('bt709'), signal);
    for (const [at, value] of rgb.entries())
      expect(Math.abs((shown[at] ?? 0) - value)).toBeLessThanOrEqual(2);
  });

  it('follow the matrix and the range', async () => {
    const green709 = await first(flat(173, 42, 26), size, limited('bt709'), signal);
    const green601 = await first(flat(173, 42, 26), size, limited('smpte170m'), signal);
    expect(green709).not.toEqual(green601);
    expect(await first(flat(173, 42, 26), size, limited(null), signal)).toEqual(green709);
    const full = { ...limited('bt709'), fullRange: true };
    expect(await first(flat(16, 128, 128), size, full, signal)).toEqual([16, 16, 16]);
  });

  it.each(['I422', 'I444'])('are the same from %s', async (format) => {
    const colours = limited('bt709');
    const expected = await exactColours(flat(90, 100, 160), size, colours, signal);
    expect(await exactColours(flat(90, 100, 160, format), size, colours, signal)).toEqual(expected);
  });

  it('are the same from 10 bits', async () => {
    const wide = Uint16Array.from([...flat(90, 100, 160).bytes], (value) => value * 4);
    const planes = { format: 'I420P10', bytes: new Uint8Array(wide.buffer) };
    const colours = limited('bt709');
    expect(await exactColours(planes, size, colours, signal)).toEqual(
      await exactColours(flat(90, 100, 160), size, colours, signal),
    );
  });

  it('are left to the browser where a matrix alone does not give them', () => {
    expect(hasPlainColours(limited(null))).toBe(true);
    expect(hasPlainColours(limited('bt2020-ncl'))).toBe(false);
    expect(hasPlainColours({ ...limited('bt709'), transfer: 'pq' })).toBe(false);
  });
});
