import { describe, expect, it } from 'vitest';
import type { Frame } from '#common/domain/index.ts';
import { FrameCache } from '#main/video/frame-cache.ts';

const frame = (index: number, width = 10, height = 10): Frame => ({
  index,
  timeSeconds: index / 30,
  width,
  height,
  sha256: `${index}`,
  pixels: new Uint8Array(width * height * 3),
});

describe('Frame cache', () => {
  it('gives back a frame by clip, number and size only', () => {
    const cache = new FrameCache(1e6);
    cache.set('a.mp4', frame(3));
    expect(cache.get('a.mp4', 3, { width: 10, height: 10 })?.index).toBe(3);
    expect(cache.get('b.mp4', 3, { width: 10, height: 10 })).toBeUndefined();
    expect(cache.get('a.mp4', 4, { width: 10, height: 10 })).toBeUndefined();
    expect(cache.get('a.mp4', 3, { width: 10, height: 11 })).toBeUndefined();
  });

  it('stays within its bound and drops what was used least lately', () => {
    const cache = new FrameCache(2500);
    cache.set('a.mp4', frame(0));
    cache.set('a.mp4', frame(1));
    cache.get('a.mp4', 0, { width: 10, height: 10 });
    cache.set('a.mp4', frame(2));
    cache.set('a.mp4', frame(3));
    expect(cache.usedBytes).toBeLessThanOrEqual(2500);
    expect(cache.get('a.mp4', 1, { width: 10, height: 10 })).toBeUndefined();
    expect(cache.get('a.mp4', 3, { width: 10, height: 10 })?.index).toBe(3);
  });

  it('counts a frame set twice once', () => {
    const cache = new FrameCache(1e6);
    cache.set('a.mp4', frame(0));
    const used = cache.usedBytes;
    cache.set('a.mp4', frame(0));
    expect(cache.usedBytes).toBe(used);
  });

  it('keeps nothing that is larger than itself', () => {
    const cache = new FrameCache(100);
    cache.set('a.mp4', frame(0));
    expect(cache.usedBytes).toBe(0);
  });

  it('forgets one clip and keeps the others', () => {
    const cache = new FrameCache(1e6);
    cache.set('a.mp4', frame(0));
    cache.set('a.mp4.bak', frame(0));
    cache.forget('a.mp4');
    expect(cache.get('a.mp4', 0, { width: 10, height: 10 })).toBeUndefined();
    expect(cache.get('a.mp4.bak', 0, { width: 10, height: 10 })).toBeDefined();
  });
});
