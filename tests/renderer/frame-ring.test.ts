import { describe, expect, it } from 'vitest';
import { createFrameRing } from '#renderer/viewer/frame-ring.ts';
import type { FrameSource } from '#renderer/viewer/frame-source.ts';

const frameCount = 200;

/** A source with key frames every 50, which counts what it decodes and what is still open. */
function fakeSource(failAt?: number) {
  const count = { decoded: 0, open: 0, reads: 0 };
  const source: FrameSource = {
    randomAccess: false,
    continues: (at, wanted) => wanted >= at && Math.floor(wanted / 50) * 50 <= at,
    close: () => undefined,
    async *read(from, to, signal) {
      count.reads += 1;
      for (let index = from; index <= to && !signal.aborted; index += 1) {
        await Promise.resolve();
        if (index === failAt) throw new Error('broken');
        count.decoded += 1;
        count.open += 1;
        yield {
          index,
          bytes: 1,
          draw: () => undefined,
          close: () => {
            count.open -= 1;
          },
        };
      }
    },
  };
  return { source, count };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

function openRing(failAt?: number) {
  const { source, count } = fakeSource(failAt);
  const problems: unknown[] = [];
  const ring = createFrameRing({
    source,
    frameCount,
    capacity: 30,
    onFrame: () => undefined,
    onProblem: (error) => problems.push(error),
  });
  return { ring, count, problems };
}

describe('The ring of decoded frames', () => {
  it('holds the frames around the playhead, both ways', async () => {
    const { ring } = openRing();
    ring.want(100, 1);
    await settle();
    for (let frame = 92; frame <= 118; frame += 1) expect(ring.get(frame)?.index, `${frame}`).toBe(frame);
  });

  it('keeps no more than its capacity and closes what it lets go', async () => {
    const { ring, count } = openRing();
    for (const frame of [0, 20, 60, 150, 10, 199]) {
      ring.want(frame, 1);
      await settle();
      expect(count.open).toBeLessThanOrEqual(31);
    }
    ring.close();
    expect(count.open).toBe(0);
  });

  it('steps back without waiting: most frames are there before they are wanted', async () => {
    const { ring } = openRing();
    ring.want(150, -1);
    await settle();
    let missing = 0;
    for (let frame = 149; frame >= 60; frame -= 1) {
      if (!ring.get(frame)) missing += 1;
      ring.want(frame, -1);
      await settle();
    }
    expect(missing).toBe(0);
  });

  it('plays on with one reader instead of starting anew', async () => {
    const { ring, count } = openRing();
    ring.want(0, 1);
    await settle();
    for (let frame = 1; frame < 120; frame += 1) {
      ring.want(frame, 1);
      await settle();
    }
    expect(count.reads).toBe(1);
    expect(count.decoded).toBeLessThanOrEqual(145);
  });

  it('gives the nearest picture on the way to a frame that is not there yet', async () => {
    const { ring } = openRing();
    ring.want(100, 1);
    await settle();
    expect(ring.nearest(100, 160)?.index).toBeGreaterThanOrEqual(118);
    expect(ring.nearest(100, 104)?.index).toBe(104);
    expect(ring.nearest(160, 150)).toBeUndefined();
  });

  it('tells a failure once and works again when another frame is wanted', async () => {
    const { ring, problems } = openRing(120);
    ring.want(115, 1);
    await settle();
    expect(problems).toHaveLength(1);
    ring.want(20, 1);
    await settle();
    expect(ring.get(20)?.index).toBe(20);
  });

  it('keeps a short loop whole, so that it goes round without decoding anything again', async () => {
    const { ring, count } = openRing();
    const loop = { start: 90, end: 115 };
    ring.want(100, 1, loop);
    await settle();
    const { decoded } = count;
    for (let round = 0; round < 3; round += 1) {
      for (let frame = loop.start; frame <= loop.end; frame += 1) {
        expect(ring.get(frame)?.index, `${frame}`).toBe(frame);
        ring.want(frame, 1, loop);
      }
    }
    await settle();
    expect(count.decoded).toBe(decoded);
    ring.close();
    expect(count.open).toBe(0);
  });

  it.each([1, -1] as const)(
    'has what comes after the seam of a long loop ready, in direction %d, and goes on from there',
    async (direction) => {
      const { ring, count } = openRing();
      const loop = { start: 30, end: 130 };
      const [first, last] = direction === 1 ? [loop.start, loop.end] : [loop.end, loop.start];
      let missing = 0;
      for (let round = 0; round < 2; round += 1) {
        for (let frame = first; frame !== last + direction; frame += direction) {
          if ((round > 0 || frame !== first) && !ring.get(frame)) missing += 1;
          ring.want(frame, direction, loop);
          await settle();
          expect(count.open).toBeLessThanOrEqual(31);
        }
      }
      expect(missing).toBe(0);
      // The loop is left for elsewhere.
      ring.want(160, 1, null);
      await settle();
      expect(ring.get(160)?.index).toBe(160);
      expect(ring.get(loop.start)).toBeUndefined();
      ring.close();
      expect(count.open).toBe(0);
    },
    20_000,
  );
});
