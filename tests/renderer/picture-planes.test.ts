import { describe, expect, it } from 'vitest';
import { packPlanes } from '#renderer/viewer/picture-planes.ts';
import { meanDifference, packedRgb } from '#renderer/viewer/verify-frame.ts';

/** A picture of 3×3 whose rows are padded with 255 to a stride. */
const padded = (rows: readonly (readonly number[])[], stride: number) =>
  rows.flatMap((row) => [...row, ...Array(stride - row.length).fill(255)]);

const luma = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];

describe('The planes of a decoded picture', () => {
  it('lie one after the other without padding, chroma of odd sizes rounded up', () => {
    const data = Uint8Array.from([
      ...padded(luma, 8),
      ...padded(
        [
          [10, 11],
          [12, 13],
        ],
        4,
      ),
      ...padded(
        [
          [20, 21],
          [22, 23],
        ],
        4,
      ),
    ]);
    const layout = [
      { offset: 0, stride: 8 },
      { offset: 24, stride: 4 },
      { offset: 32, stride: 4 },
    ];
    const packed = packPlanes({ format: 'I420', data, layout, width: 3, height: 3 });
    expect(packed?.format).toBe('I420');
    expect([...(packed?.bytes ?? [])]).toEqual([...luma.flat(), 10, 11, 12, 13, 20, 21, 22, 23]);
  });

  it('are the same ones from a decoder that mixes chroma', () => {
    const data = Uint8Array.from([...luma.flat(), ...[10, 20, 11, 21], ...[12, 22, 13, 23]]);
    const layout = [
      { offset: 0, stride: 3 },
      { offset: 9, stride: 4 },
    ];
    const packed = packPlanes({ format: 'NV12', data, layout, width: 3, height: 3 });
    expect(packed?.format).toBe('I420');
    expect([...(packed?.bytes ?? [])]).toEqual([...luma.flat(), 10, 11, 12, 13, 20, 21, 22, 23]);
  });

  it('keep two bytes for each value of 10 bits and whole rows of 4:2:2', () => {
    const data = Uint8Array.from({ length: 16 }, (_, n) => n);
    const layout = [
      { offset: 0, stride: 4 },
      { offset: 8, stride: 2 },
      { offset: 12, stride: 2 },
    ];
    const packed = packPlanes({ format: 'I422P10', data, layout, width: 2, height: 2 });
    expect([packed?.format, [...(packed?.bytes ?? [])]]).toEqual(['I422P10', [...data]]);
  });

  it.each(['RGBA', 'BGRX', 'I420A'])('are none for %s', (format) => {
    const plane = { offset: 0, stride: 4 };
    const picture = { format, data: new Uint8Array(16), layout: [plane, plane, plane], width: 2, height: 2 };
    expect(packPlanes(picture)).toBeNull();
  });
});

describe('Two pictures', () => {
  it('are compared by their colours only', () => {
    const a = Uint8ClampedArray.of(10, 20, 30, 255, 0, 0, 0, 255);
    const b = Uint8ClampedArray.of(13, 20, 30, 0, 0, 3, 0, 0);
    expect(meanDifference(a, b)).toBe(1);
    expect(meanDifference(a, a)).toBe(0);
    expect(meanDifference(a, a.slice(4))).toBe(255);
    expect([...packedRgb(a)]).toEqual([10, 20, 30, 0, 0, 0]);
  });
});
