import { describe, expect, it } from 'vitest';
import {
  largestScale,
  panBy,
  pictureAt,
  placePicture,
  wheelFactor,
  type Zoom,
  zoomAt,
} from '#renderer/viewer/picture-view.ts';

const picture = { width: 1920, height: 1080 };
const stage = { width: 960, height: 800 };

describe('The picture on its stage', () => {
  it('is as large as fits and lies in the middle', () => {
    expect(placePicture(picture, stage, null, 'smooth')).toEqual({ scale: 0.5, left: 0, top: 130 });
  });

  it('takes whole screen pixels for each of its own when they are squares', () => {
    const small = { width: 128, height: 96 };
    expect(placePicture(small, stage, null, 'smooth').scale).toBe(7.5);
    expect(placePicture(small, stage, null, 'nearest')).toEqual({ scale: 7, left: 32, top: 64 });
    for (const scale of [1.4, 2.6, 9.9]) {
      const placed = placePicture(small, stage, { scale, centre: { x: 64, y: 48 } }, 'nearest');
      expect([placed.scale, placed.left, placed.top].every(Number.isInteger)).toBe(true);
    }
  });

  it('leaves no gap at an edge that it could cover', () => {
    const corner: Zoom = { scale: 2, centre: { x: 0, y: 1080 } };
    expect(placePicture(picture, stage, corner, 'smooth')).toEqual({ scale: 2, left: 0, top: 800 - 2160 });
  });
});

describe('A zoom', () => {
  const pointer = { x: 700, y: 320 };

  it.each(['smooth', 'nearest'] as const)(
    'keeps the point under the pointer where it is (%s)',
    (smoothing) => {
      let zoom: Zoom | null = { scale: 3, centre: { x: 960, y: 540 } };
      const held = pictureAt(placePicture(picture, stage, zoom, smoothing), pointer);
      for (const factor of [1.3, 1.3, 2, 1.1, 0.6, 1.7]) {
        zoom = zoomAt(picture, stage, zoom, smoothing, { pointer, factor });
        const now = pictureAt(placePicture(picture, stage, zoom, smoothing), pointer);
        expect(Math.abs(now.x - held.x)).toBeLessThan(1);
        expect(Math.abs(now.y - held.y)).toBeLessThan(1);
      }
    },
  );

  it('ends at 32 screen pixels for one, and as all of the picture', () => {
    let zoom: Zoom | null = null;
    for (let times = 0; times < 40; times += 1) {
      zoom = zoomAt(picture, stage, zoom, 'smooth', { pointer, factor: 1.35 });
    }
    expect(zoom?.scale).toBe(largestScale);
    for (let times = 0; times < 40; times += 1) {
      zoom = zoomAt(picture, stage, zoom, 'smooth', { pointer, factor: 0.7 });
    }
    expect(zoom).toBeNull();
  });

  it('shrinks a picture smaller than the stage down to its own size only', () => {
    let zoom: Zoom | null = null;
    for (let times = 0; times < 20; times += 1) {
      zoom = zoomAt({ width: 96, height: 80 }, stage, zoom, 'smooth', { pointer, factor: 0.5 });
    }
    expect(zoom?.scale).toBe(1);
  });

  it('is drawn along with the pointer and stops at the edges', () => {
    const zoom: Zoom = { scale: 4, centre: { x: 960, y: 540 } };
    const before = placePicture(picture, stage, zoom, 'nearest');
    const moved = panBy(picture, stage, zoom, 'nearest', { x: 25, y: -13 });
    const after = placePicture(picture, stage, moved, 'nearest');
    expect([after.left - before.left, after.top - before.top]).toEqual([25, -13]);
    const atEdge = panBy(picture, stage, zoom, 'nearest', { x: 1e6, y: 0 });
    const back = panBy(picture, stage, atEdge, 'nearest', { x: -10, y: 0 });
    expect(placePicture(picture, stage, back, 'nearest').left).toBe(-10);
    expect(panBy(picture, stage, null, 'nearest', { x: 5, y: 5 })).toBeNull();
  });
});

describe('A point of the stage', () => {
  it('names the pixel of the picture under it', () => {
    const place = placePicture(picture, stage, { scale: 8, centre: { x: 100, y: 200 } }, 'nearest');
    const { x, y } = pictureAt(place, { x: 480, y: 400 });
    expect([Math.floor(x), Math.floor(y)]).toEqual([100, 200]);
    const next = pictureAt(place, { x: 488, y: 400 });
    expect(next.x - x).toBeCloseTo(1, 9);
    expect(pictureAt(placePicture(picture, stage, null, 'smooth'), { x: 0, y: 0 }).y).toBeLessThan(0);
  });
});

describe('The wheel', () => {
  it('enlarges upwards and shrinks by as much downwards, gently for two fingers', () => {
    expect(wheelFactor(-100, 0)).toBeGreaterThan(1.4);
    expect(wheelFactor(-100, 0) * wheelFactor(100, 0)).toBeCloseTo(1, 9);
    expect(wheelFactor(-4, 0)).toBeCloseTo(1.04, 2);
    expect(wheelFactor(-3, 1)).toBeCloseTo(wheelFactor(-99, 0), 9);
    expect(wheelFactor(-800, 0)).toBeGreaterThan(wheelFactor(-300, 0));
  });
});
