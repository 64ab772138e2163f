import { describe, expect, it } from 'vitest';
import { momentsInTime, type Stroboscope } from '#common/domain/index.ts';
import { buildPicture, type StroboscopePicture } from '#main/video/stroboscope/build-picture.ts';
import { openScene } from '#main/video/stroboscope/open-scene.ts';
import { discColour, type MovingDisc, sceneSource, wallAt } from './moving-disc.ts';

const size = { width: 320, height: 240 };
const frameCount = 40;
const signal = new AbortController().signal;

/** From left to right in an arc, as something thrown. */
const thrown = (frame: number): readonly [number, number] => {
  const share = frame / (frameCount - 1);
  return [30 + 260 * share, 190 - 560 * share * (1 - share)];
};

const still: MovingDisc = { size, frameCount, radius: 11, discAt: thrown };

async function pictureOf(
  disc: MovingDisc,
  options: Partial<Stroboscope> & { readonly count?: number; readonly full?: boolean } = {},
) {
  const source = sceneSource(disc, options.range ?? { start: 0, end: disc.frameCount - 1 });
  const { count = 6, full = false, ...rest } = options;
  const { range } = source;
  const frames = momentsInTime(range, count, undefined);
  const choice: Stroboscope = { range, frames, onTop: 'latest', numbers: false, ...rest };
  const scene = await openScene(source, { signal });
  const picture = await buildPicture(scene, source, choice, full ? 'full' : 'preview', { signal });
  return { picture, choice, scene, source };
}

const colourAt = ({ pixels, width }: StroboscopePicture, x: number, y: number): readonly number[] => {
  const at = (Math.round(y) * width + Math.round(x)) * 3;
  return [...pixels.subarray(at, at + 3)];
};
const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? 0))));

/** Mean difference from the wall, of all pixels that are further than so much from every disc. */
function wallDifference(
  picture: StroboscopePicture,
  discs: readonly (readonly [number, number])[],
  room: number,
) {
  let [sum, count, worst] = [0, 0, 0];
  for (let y = 0; y < picture.height; y += 2) {
    for (let x = 0; x < picture.width; x += 2) {
      if (discs.some(([discX, discY]) => Math.hypot(x - discX, y - discY) < room)) continue;
      const difference = apart(colourAt(picture, x, y), wallAt(x, y));
      sum += difference;
      count += 1;
      worst = Math.max(worst, difference);
    }
  }
  return { mean: sum / count, worst };
}

describe('A stroboscopic picture', () => {
  it('shows the disc of every moment at its place, and the wall as it is elsewhere', async () => {
    const { picture, choice } = await pictureOf(still);
    const discs = choice.frames.map(thrown);
    for (const [x, y] of discs) {
      expect(apart(colourAt(picture, x, y), discColour)).toBeLessThanOrEqual(1);
      // Inside its edge all around.
      for (const angle of [0, 1, 2, 3, 4, 5]) {
        const [dx, dy] = [Math.cos(angle) * 9, Math.sin(angle) * 9];
        expect(apart(colourAt(picture, x + dx, y + dy), discColour)).toBeLessThanOrEqual(1);
      }
    }
    const { mean, worst } = wallDifference(picture, discs, 16);
    expect(mean).toBeLessThan(1);
    expect(worst).toBeLessThanOrEqual(2);
    expect(picture.note).toBe('');
  });

  it('finds them in noise', async () => {
    const { picture, choice } = await pictureOf({ ...still, noise: 9 });
    const discs = choice.frames.map(thrown);
    for (const [x, y] of discs) expect(apart(colourAt(picture, x, y), discColour)).toBeLessThanOrEqual(10);
    expect(wallDifference(picture, discs, 18).mean).toBeLessThan(5);
  });

  it('takes a change of the light for no figure', async () => {
    const lightAt = (frame: number) => (frame > 27 ? 16 : 0);
    const { picture, choice } = await pictureOf({ ...still, lightAt });
    const discs = choice.frames.map(thrown);
    expect(wallDifference(picture, discs, 18).mean).toBeLessThan(2);
    for (const [x, y] of discs) expect(apart(colourAt(picture, x, y), discColour)).toBeLessThanOrEqual(17);
  });

  it('undoes a camera that shakes, and says so', async () => {
    const cameraAt = (frame: number) =>
      [Math.round(3 * Math.sin(frame * 1.7)), Math.round(2 * Math.cos(frame * 2.3))] as const;
    const { picture, choice, scene } = await pictureOf({ ...still, cameraAt, noise: 3 });
    // The scene begins where the camera was furthest to the left and up.
    const [left, top] = [-3, -2];
    expect(scene.size).toEqual({ width: size.width + 6, height: size.height + 4 });
    for (const frame of choice.frames) {
      const [x, y] = thrown(frame);
      expect(apart(colourAt(picture, x - left, y - top), discColour)).toBeLessThanOrEqual(6);
    }
    expect(picture.note).toBe('A movement of the camera of 6 pixels was undone.');
  });

  it('is all that a panning camera saw', async () => {
    const across = (frame: number) => [40 + frame * 8, 120 + 40 * Math.sin(frame / 6)] as const;
    const cameraAt = (frame: number) => [frame * 5, 0] as const;
    const { picture, choice } = await pictureOf({ ...still, discAt: across, cameraAt });
    expect(picture.width).toBe(size.width + 5 * (frameCount - 1));
    for (const frame of choice.frames) {
      const [x, y] = across(frame);
      expect(apart(colourAt(picture, x, y), discColour)).toBeLessThanOrEqual(1);
    }
    expect(apart(colourAt(picture, 10, 20), wallAt(10, 20))).toBeLessThanOrEqual(2);
    expect(apart(colourAt(picture, 500, 230), wallAt(500, 230))).toBeLessThanOrEqual(2);
  });

  it('puts the latest or the earliest figure on top where they overlap', async () => {
    // The two that overlap are told apart by their light.
    const fast: MovingDisc = {
      ...still,
      radius: 24,
      discAt: (frame) => [20 + 6 * frame, 120],
      lightAt: (frame) => (frame === 16 ? 12 : 0),
    };
    const frames = [12, 16, 32];
    const latest = await pictureOf(fast, { frames });
    const earliest = await pictureOf(fast, { frames, onTop: 'earliest' });
    const between = [104, 120] as const;
    expect(colourAt(latest.picture, ...between)[1]).toBe(discColour[1] + 12);
    expect(colourAt(earliest.picture, ...between)[1]).toBe(discColour[1]);
  });

  it('writes the frame number above each figure where that is wished', async () => {
    const plain = await pictureOf(still, { frames: [4, 20, 33] });
    const numbered = await pictureOf(still, { frames: [4, 20, 33], numbers: true });
    for (const frame of [4, 33]) {
      const [x, y] = thrown(frame);
      let changed = 0;
      for (let dy = 14; dy < 26; dy++) {
        for (let dx = -10; dx <= 10; dx++) {
          const [at, row] = [x + dx, y - dy];
          if (apart(colourAt(plain.picture, at, row), colourAt(numbered.picture, at, row)) > 60) changed += 1;
        }
      }
      expect(changed).toBeGreaterThan(10);
      expect(apart(colourAt(numbered.picture, x, y), discColour)).toBeLessThanOrEqual(1);
    }
  });

  it('is made at the size of the clip for a file, with the figures where they are', async () => {
    const large: MovingDisc = {
      size: { width: 1200, height: 260 },
      frameCount: 12,
      radius: 40,
      discAt: (frame) => [120 + frame * 85, 190 - frame * 10],
    };
    const { picture, choice } = await pictureOf(large, { count: 4, full: true });
    expect([picture.width, picture.height]).toEqual([1200, 260]);
    const discs = choice.frames.map((frame) => large.discAt(frame) ?? ([0, 0] as const));
    for (const [x, y] of discs) {
      for (const [dx, dy] of [
        [0, 0],
        [34, 0],
        [-34, 0],
        [0, 34],
        [0, -34],
      ] as const) {
        expect(apart(colourAt(picture, x + dx, y + dy), discColour)).toBeLessThanOrEqual(1);
      }
    }
    expect(wallDifference(picture, discs, 52).worst).toBeLessThanOrEqual(2);
  });
});

describe('A range that makes no stroboscopic picture', () => {
  it('is told where nothing moves', async () => {
    await expect(pictureOf({ ...still, discAt: () => null, noise: 4 })).rejects.toThrow(
      'Nothing stands out from the still scene between frames 0 and 39',
    );
  });

  it('is told where everything moves', async () => {
    await expect(pictureOf({ ...still, restless: true })).rejects.toThrow(
      'Nearly all of the picture changes',
    );
  });

  it('is told, with the frames, where the camera zooms', async () => {
    await expect(pictureOf({ ...still, zoomAt: (frame) => 1 + frame / 80 })).rejects.toThrow(
      /^The camera moves too much between frames \d+ and \d+: the figures would not stand in one scene/,
    );
  });

  it('is told where the camera goes too far', async () => {
    const cameraAt = (frame: number) => [frame * 24, 0] as const;
    await expect(pictureOf({ ...still, discAt: () => null, cameraAt })).rejects.toThrow(
      /^The camera moves too much/,
    );
  });

  it('names the moments at which nothing stands out', async () => {
    const { picture } = await pictureOf(
      { ...still, discAt: (frame) => (frame < 30 ? thrown(frame) : null) },
      { frames: [5, 20, 32, 37] },
    );
    expect(picture.note).toBe('Nothing stands out at frames 32, 37.');
  });

  it('says so where the figure hardly leaves its place', async () => {
    const { picture } = await pictureOf({ ...still, radius: 30, discAt: (frame) => [120 + frame * 2, 120] });
    expect(picture.note).toContain('The figure hardly moves on from moment to moment');
  });

  it('is left at once when that is asked for', async () => {
    const source = sceneSource(still);
    const aborter = new AbortController();
    const opening = openScene(source, {
      signal: aborter.signal,
      onStage: ({ done }) => done === 5 && aborter.abort(),
    });
    await expect(opening).rejects.toThrow();
    expect(source.reads.length).toBeLessThan(8);
  });
});
