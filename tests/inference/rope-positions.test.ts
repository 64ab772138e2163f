import { describe, expect, it } from 'vitest';
import { ropePositions } from '#main/inference/onnx/rope-positions.ts';

const image = 9;
const axesOf = (ids: BigInt64Array) => {
  const length = ids.length / 3;
  return [0, 1, 2].map((axis) => [...ids.slice(axis * length, (axis + 1) * length)].map(Number));
};

describe('ropePositions', () => {
  it('counts text up on all three axes from where the conversation stands', () => {
    const { ids, next } = ropePositions([1, 2, 3], image, [], 40);
    expect(axesOf(ids)).toEqual([
      [40, 41, 42],
      [40, 41, 42],
      [40, 41, 42],
    ]);
    expect(next).toBe(43);
  });

  it('gives a picture rows and columns, and goes on behind its larger side', () => {
    const picture = Array<number>(6).fill(image);
    const { ids, next } = ropePositions([1, ...picture, 2], image, [{ rows: 2, columns: 3 }], 5);
    expect(axesOf(ids)).toEqual([
      [5, 6, 6, 6, 6, 6, 6, 9],
      [5, 6, 6, 6, 7, 7, 7, 9],
      [5, 6, 7, 8, 6, 7, 8, 9],
    ]);
    expect(next).toBe(10);
  });

  it('keeps pictures without text between them apart', () => {
    const square = { rows: 1, columns: 1 };
    expect(axesOf(ropePositions([image, image], image, [square, square], 0).ids)).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });
});
