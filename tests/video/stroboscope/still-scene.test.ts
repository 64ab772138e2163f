import { describe, expect, it } from 'vitest';
import { stillScene } from '#main/video/stroboscope/still-scene.ts';
import { type MovingDisc, sceneSource } from './moving-disc.ts';

const disc: MovingDisc = {
  size: { width: 64, height: 48 },
  frameCount: 12,
  radius: 6,
  discAt: (frame) => [5 + frame * 5, 24],
  noise: 4,
};

describe('The still scene', () => {
  it('is the same in however many passes the memory allows', async () => {
    const { video, reading, reads } = sceneSource(disc);
    const samples = Array.from({ length: 12 }, (_, frame) => ({
      frame,
      offset: { x: frame % 3, y: -(frame % 2) },
    }));
    const read = async (frame: number) => {
      const [found] = await video.frames(reading, [frame], disc.size);
      return found?.pixels ?? new Uint8Array();
    };
    const work = {
      ...{ size: disc.size, frameSize: disc.size, samples, read, withSpread: true },
      signal: new AbortController().signal,
    };
    const whole = await stillScene(work);
    expect(reads).toHaveLength(12);
    // Ten rows of all samples at a time.
    const inBands = await stillScene({ ...work, bandBytes: 12 * 64 * 3 * 10 });
    expect(reads).toHaveLength(12 + 5 * 12);
    expect(Buffer.compare(whole.pixels, inBands.pixels)).toBe(0);
    expect(Buffer.compare(whole.spread, inBands.spread)).toBe(0);
  });
});
