import { describe, expect, it } from 'vitest';
import { pictureSize, smartResize } from '#main/inference/onnx/smart-resize.ts';

const family = { factor: 28, minPixels: 56 * 56, maxPixels: 28 * 28 * 1280 };

describe('smartResize', () => {
  // Values of smart_resize in transformers.
  it.each([
    [
      { width: 640, height: 360 },
      { width: 644, height: 364 },
    ],
    [
      { width: 112, height: 112 },
      { width: 112, height: 112 },
    ],
    [
      { width: 70, height: 98 },
      { width: 56, height: 112 },
    ],
    [
      { width: 1920, height: 1080 },
      { width: 1316, height: 728 },
    ],
    [
      { width: 20, height: 30 },
      { width: 56, height: 84 },
    ],
  ])('gives %o as %o', (from, to) => {
    expect(smartResize(from, family)).toEqual(to);
  });

  it('gives every square picture the one size of a model with one size', () => {
    const rule = { factor: 28, minPixels: 112 * 112, maxPixels: 112 * 112 };
    for (const side of [50, 112, 448, 1080]) {
      expect(smartResize({ width: side, height: side }, rule)).toEqual({ width: 112, height: 112 });
    }
  });

  it('never gives an empty side, however long the picture', () => {
    const { width, height } = smartResize({ width: 4000, height: 10 }, family);
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(28);
  });
});

describe('pictureSize', () => {
  const small = { factor: 28, minPixels: 112 * 112, maxPixels: 112 * 112 };

  it('leaves a frame alone that was scaled for the model, where the rule would scale it again', () => {
    const scaled = smartResize({ width: 640, height: 360 }, small);
    expect(scaled).toEqual({ width: 140, height: 84 });
    expect(smartResize(scaled, small)).not.toEqual(scaled);
    expect(pictureSize(scaled, small)).toEqual(scaled);
  });

  it('scales any other frame by the rule', () => {
    expect(pictureSize({ width: 640, height: 360 }, small)).toEqual({ width: 140, height: 84 });
  });
});
