import { describe, expect, it } from 'vitest';
import type { Size } from '#common/domain/index.ts';
import type { ClipReader } from '#main/video/clip-reader.ts';
import { FrameQueue } from '#main/video/frame-queue.ts';
import { openSyntheticClip } from '#main/video/synthetic/synthetic-clip.ts';

const small = { width: 16, height: 2 };

/** A reader that notes what was read, and does what is asked before each read. */
async function observedReader(before: (index: number) => void = () => {}) {
  const inner = await openSyntheticClip('synthetic:frames=100', {});
  const reads: { index: number; sizes: readonly Size[] }[] = [];
  const reader: ClipReader = {
    info: inner.info,
    times: inner.times,
    get position() {
      return inner.position;
    },
    read(index, sizes, stillWanted) {
      before(index);
      reads.push({ index, sizes });
      return inner.read(index, sizes, stillWanted);
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
  return { reader, reads };
}

const wish = (index: number, priority: 'look' | 'thumbnail' = 'look', size: Size = small) => ({
  index,
  size,
  priority,
  signal: undefined,
});

describe('Frame queue', () => {
  it('serves scattered wishes in one ascending pass', async () => {
    const { reader, reads } = await observedReader();
    const queue = new FrameQueue(reader, () => {});
    await Promise.all([50, 10, 90, 30, 70].map((index) => queue.request(wish(index))));
    expect(reads.map(({ index }) => index)).toEqual([10, 30, 50, 70, 90]);
  });

  it('lets wishes that arrive meanwhile join the pass where they lie ahead, and goes back afterwards', async () => {
    const later: Promise<unknown>[] = [];
    const { reader, reads } = await observedReader((index) => {
      if (index === 50 && later.length === 0) {
        later.push(queue.request(wish(60)), queue.request(wish(20)));
      }
    });
    const queue = new FrameQueue(reader, () => {});
    await Promise.all([50, 80].map((index) => queue.request(wish(index))));
    await Promise.all(later);
    expect(reads.map(({ index }) => index)).toEqual([50, 60, 80, 20]);
  });

  it('reads a frame wished for by many once, in all sizes', async () => {
    const { reader, reads } = await observedReader();
    const queue = new FrameQueue(reader, () => {});
    const large = { width: 32, height: 4 };
    const frames = await Promise.all([
      queue.request(wish(5)),
      queue.request(wish(5)),
      queue.request(wish(5, 'look', large)),
    ]);
    expect(reads).toEqual([{ index: 5, sizes: [small, large] }]);
    expect(frames.map((frame) => frame.width)).toEqual([16, 16, 32]);
  });

  it('serves looks before thumbnails', async () => {
    const { reader, reads } = await observedReader();
    const queue = new FrameQueue(reader, () => {});
    const thumbnails = [1, 2, 3].map((index) => queue.request(wish(index, 'thumbnail')));
    await Promise.all([...thumbnails, queue.request(wish(70))]);
    expect(reads.map(({ index }) => index)).toEqual([70, 1, 2, 3]);
  });

  it('brings the frames before along on a step back, in one pass forward', async () => {
    const { reader, reads } = await observedReader();
    const kept: number[] = [];
    const queue = new FrameQueue(reader, (frame) => kept.push(frame.index));
    await queue.request(wish(90));
    await queue.request(wish(89));
    const brought = Array.from({ length: 32 }, (_, i) => 58 + i);
    expect(reads.map(({ index }) => index)).toEqual([90, ...brought]);
    expect(kept).toContain(58);
    reads.length = 0;
    await queue.request(wish(57));
    expect(reads.map(({ index }) => index)).toEqual(brought.map((index) => index - 32));
    reads.length = 0;
    await queue.request(wish(2));
    expect(reads.map(({ index }) => index)).toEqual([2]);
    reads.length = 0;
    await queue.request(wish(1));
    expect(reads.map(({ index }) => index)).toEqual([0, 1]);
  });

  it('brings fewer along where pictures are large, so that what is kept still holds them', async () => {
    const { reader, reads } = await observedReader();
    const queue = new FrameQueue(reader, () => {});
    const large = { width: 1920, height: 1080 };
    await queue.request(wish(90, 'look', large));
    await queue.request(wish(89, 'look', large));
    expect(reads.map(({ index }) => index)).toEqual([90, 83, 84, 85, 86, 87, 88, 89]);
  });

  it('fails only the wishes for a frame that cannot be read', async () => {
    const { reader } = await observedReader((index) => {
      if (index === 2) throw new Error('scratched');
    });
    const queue = new FrameQueue(reader, () => {});
    const results = await Promise.allSettled([1, 2, 3].map((index) => queue.request(wish(index))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(queue.isIdle).toBe(true);
  });

  it('drops a wish that is cancelled while it waits', async () => {
    const { reader, reads } = await observedReader();
    const queue = new FrameQueue(reader, () => {});
    const controller = new AbortController();
    const kept = queue.request(wish(1));
    const dropped = queue.request({ ...wish(50), signal: controller.signal });
    controller.abort();
    await expect(dropped).rejects.toMatchObject({ code: 'CANCELLED' });
    await kept;
    expect(reads.map(({ index }) => index)).toEqual([1]);
  });

  it('fails what waits and what comes later once it is stopped', async () => {
    const { reader } = await observedReader();
    const queue = new FrameQueue(reader, () => {});
    const waiting = expect(queue.request(wish(1))).rejects.toMatchObject({ code: 'CANCELLED' });
    await queue.stop();
    await waiting;
    await expect(queue.request(wish(2))).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
