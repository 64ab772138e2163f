import { describe, expect, it } from 'vitest';
import {
  filmstripStride,
  fitView,
  frameToX,
  niceStep,
  panView,
  pixelsPerFrame,
  ticks,
  viewWithFrame,
  widestFrame,
  xToFrame,
  zoomView,
} from '#renderer/timeline/scale.ts';

const scale = { start: 100, end: 300, width: 1000 };

describe('The timeline’s scale', () => {
  it('maps every pixel of a frame back to that frame', () => {
    for (const frame of [100, 150, 299]) {
      expect(xToFrame(scale, frameToX(scale, frame), 1000)).toBe(frame);
      expect(xToFrame(scale, frameToX(scale, frame + 1) - 0.01, 1000)).toBe(frame);
    }
  });

  it('keeps the frame under the pointer where it is when zooming', () => {
    for (const x of [0, 333, 999]) {
      const under = scale.start + x / pixelsPerFrame(scale);
      const zoomed = { ...zoomView(scale, x, 0.5, 1000), width: scale.width };
      expect(frameToX(zoomed, under)).toBeCloseTo(x, 6);
    }
  });

  it('never leaves the clip nor goes closer than single frames that fill the row', () => {
    expect(zoomView(scale, 500, 100, 400)).toEqual({ start: 0, end: 400 });
    const closest = zoomView(scale, 500, 0.0001, 400);
    expect(scale.width / (closest.end - closest.start)).toBeCloseTo(widestFrame, 6);
    expect(panView(scale, -99_999, 400)).toEqual({ start: 0, end: 200 });
    expect(panView(scale, 99_999, 400)).toEqual({ start: 200, end: 400 });
    expect(fitView({ start: -5, end: 3 }, 1000, 3)).toEqual({ start: 0, end: 3 });
  });

  it('moves just so far that the playhead is in view', () => {
    expect(viewWithFrame(scale, 200, 1000)).toBe(scale);
    const moved = viewWithFrame({ start: 100, end: 300 }, 310, 1000);
    expect(moved.start).toBeLessThanOrEqual(310);
    expect(moved.end).toBeGreaterThan(310);
    expect(moved.end - moved.start).toBe(200);
    expect(viewWithFrame({ start: 100, end: 300 }, 0, 1000)).toEqual({ start: 0, end: 200 });
  });

  it('labels round numbers', () => {
    expect([0.2, 1, 3, 7, 12, 70, 501].map(niceStep)).toEqual([1, 1, 5, 10, 20, 100, 1000]);
    expect(ticks({ start: 3, end: 11 }, 5)).toEqual([5, 10]);
  });

  it('takes pictures at few different distances, none closer than they fit', () => {
    for (let frames = 0.1; frames < 2000; frames *= 1.07) {
      const stride = filmstripStride(frames);
      expect(stride).toBeGreaterThanOrEqual(frames);
      expect(stride).toBeLessThanOrEqual(Math.max(1, frames * 2));
      expect(Number.isInteger(stride)).toBe(true);
    }
    expect(filmstripStride(0.5)).toBe(1);
  });
});
