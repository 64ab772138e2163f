import { describe, expect, it } from 'vitest';
import { cameraShift } from '#main/video/analysis/camera-shift.ts';
import { packShift, unpackShift } from '#main/video/analysis/frame-record.ts';

const size = { width: 160, height: 90 };

/** A scene without an end, seen from a place in it. */
function view(left: number, top: number, patch = false): Uint8Array {
  const luma = new Uint8Array(size.width * size.height);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [u, v] = [x + left, y + top];
      const inPatch = patch && x > 60 && x < 90 && y > 30 && y < 60;
      const wave = 60 * Math.sin(u / 9) + 40 * Math.sin(v / 7 + u / 23) + 20 * Math.sin(u / 3 + v / 5);
      luma[y * size.width + x] = inPatch ? 250 : 128 + wave;
    }
  }
  return luma;
}

describe('The shift of the camera', () => {
  it.each([
    [0, 0],
    [0, 5],
    [-12, 0],
    [0, -9],
    [20, 0],
  ])('is found when the camera goes by %i across and %i down', (across, down) => {
    const shift = cameraShift(view(0, 0), view(across, down), size);
    // What lies right of the picture comes in from there: the picture moves to the left.
    expect(shift.x * size.width).toBeCloseTo(-across, 5);
    expect(shift.y * size.height).toBeCloseTo(-down, 5);
  });

  it('is none when something moves in a picture that stands, or light flickers', () => {
    expect(cameraShift(view(0, 0), view(0, 0, true), size)).toEqual({ x: 0, y: 0 });
    const brighter = view(0, 0).map((value) => Math.min(255, value * 1.2));
    expect(cameraShift(view(0, 0), brighter, size)).toEqual({ x: 0, y: 0 });
  });

  it('is none from one scene to another', () => {
    const other = view(0, 0).map((_, i) => (i * 7919) % 251);
    expect(cameraShift(view(0, 0), other, size)).toEqual({ x: 0, y: 0 });
  });

  it('is kept to a quarter of a percent', () => {
    const kept = unpackShift(packShift({ x: 0.2513, y: -0.0988 }), 0);
    expect(Math.abs(kept.x - 0.2513)).toBeLessThan(0.00126);
    expect(Math.abs(kept.y + 0.0988)).toBeLessThan(0.00126);
  });
});
