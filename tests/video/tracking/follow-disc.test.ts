import { describe, expect, it } from 'vitest';
import type { TrackSearchEvent } from '#common/domain/index.ts';
import { searchTrack } from '#main/video/tracking/search-track.ts';
import { type DiscClip, discClip } from './disc-clip.ts';

const size = { width: 320, height: 240 };
const curve = (frame: number) => ({ x: 60 + 4.3 * frame, y: 150 + 60 * Math.sin(frame / 9) });
const backThrough = (frame: number) => curve(50 - frame);
const disc = { seed: 1, radius: 12, at: curve };

type Case = Omit<DiscClip, 'width' | 'height'> & {
  /** Which of the discs is followed; the last when left out. */
  readonly followed?: number;
  readonly frames?: number;
  readonly from?: number;
  readonly radius?: number;
  readonly timeOf?: (frame: number) => number;
};

/** Follows a disc over a clip and tells how far each point found lies from where the disc is, in pixels. */
async function follow({ followed, frames = 45, from = 0, radius, timeOf = (n) => n / 25, ...clip }: Case) {
  const picture = discClip({ ...size, ...clip });
  const subject = clip.discs[followed ?? clip.discs.length - 1];
  const start = subject?.at(from) ?? { x: 60, y: 60 };
  const events: TrackSearchEvent[] = [];
  const timestampsSeconds = Array.from({ length: frames }, (_, frame) => timeOf(frame));
  await searchTrack(
    { size, timestampsSeconds, luma: async (frame) => picture(frame) },
    {
      from: { frame: from, x: start.x / size.width, y: start.y / size.height },
      range: { start: 0, end: frames - 1 },
      radius: radius ?? subject?.radius ?? 12,
    },
    { onEvent: (event) => events.push(event) },
  );
  const lost = events.flatMap((event) => (event.type === 'lost' ? [event] : []));
  const found = events
    .flatMap((event) => (event.type === 'point' ? [event.point] : []))
    .filter(({ frame }) => lost.every((each) => (each.frame - frame) * each.direction > 0));
  const errors = found.map(({ frame, x, y }) => {
    const truth = subject?.at(frame) ?? start;
    return Math.hypot(x * size.width - truth.x, y * size.height - truth.y);
  });
  const sorted = errors.toSorted((a, b) => a - b);
  return {
    frames: found.map(({ frame }) => frame),
    median: sorted[sorted.length >> 1] ?? Number.NaN,
    worst: sorted.at(-1) ?? 0,
    lost,
  };
}

const all = Array.from({ length: 44 }, (_, at) => at + 1);

describe('Following a disc on a known curve', () => {
  it.each<[string, Case, median: number, worst: number]>([
    ['on an even ground', { discs: [disc] }, 0.1, 0.3],
    ['through the noise of a sensor', { discs: [disc], noise: 8 }, 0.2, 0.5],
    ['through heavy noise', { discs: [disc], noise: 20 }, 0.5, 1.5],
    ['while it grows by 2 % a frame', { discs: [{ ...disc, radius: 10, scale: (n) => 1.02 ** n }] }, 0.5, 1],
    [
      'while it shrinks by 2 % a frame',
      { discs: [{ ...disc, radius: 24, scale: (n) => 0.98 ** n }] },
      0.5,
      1,
    ],
    ['when it is small', { discs: [{ ...disc, radius: 5 }], noise: 4 }, 0.2, 0.5],
    ['when it is large', { discs: [{ ...disc, radius: 40 }], noise: 4 }, 0.3, 1],
    ['against clutter', { discs: [disc], noise: 4, background: 'clutter' }, 0.5, 2],
    [
      'past a similar disc behind it',
      { discs: [{ ...disc, seed: 5, at: backThrough }, disc], noise: 4 },
      0.3,
      1,
    ],
  ])('finds it within a part of a pixel %s', async (_, subject, median, worst) => {
    const found = await follow(subject);
    expect(found.frames).toEqual(all);
    expect(found.lost).toEqual([]);
    expect(found.median).toBeLessThan(median);
    expect(found.worst).toBeLessThan(worst);
  });

  it('foretells by real time, so that frames may come as they like', async () => {
    // Every third frame comes four times as late; the disc moves by time, not by frames.
    const timeOf = (frame: number) => (frame + 3 * Math.floor(frame / 3)) / 50;
    const at = (frame: number) => {
      const seconds = timeOf(frame);
      return { x: 30 + 150 * seconds, y: 120 + 70 * Math.sin(3 * seconds) };
    };
    const found = await follow({ discs: [{ ...disc, at }], noise: 4, timeOf });
    expect(found.frames).toEqual(all);
    expect(found.worst).toBeLessThan(0.5);
  });

  it('goes both ways from the point, forward first', async () => {
    const found = await follow({ discs: [disc], noise: 4, from: 20 });
    expect(found.frames).toEqual([...all.slice(20), ...all.slice(0, 19).toReversed(), 0]);
    expect(found.worst).toBeLessThan(0.5);
  });
});

describe('What cannot be followed', () => {
  it.each<[string, Case]>([
    ['behind a wall', { discs: [disc], noise: 4, wall: () => [150, 185] }],
    ['behind a post', { discs: [disc], noise: 4, wall: () => [150, 160] }],
    [
      'behind a similar disc',
      { discs: [disc, { ...disc, seed: 5, at: backThrough }], followed: 0, noise: 4 },
    ],
  ])('is lost, not wrong: %s', async (_, subject) => {
    const found = await follow(subject);
    expect(found.lost).toHaveLength(1);
    expect(found.lost[0]).toMatchObject({ direction: 1, reason: 'unlike' });
    expect(found.frames).toEqual(all.slice(0, (found.lost[0]?.frame ?? 0) - 1));
    expect(found.frames.length).toBeGreaterThan(15);
    expect(found.worst).toBeLessThan(2);
  });

  it('is lost when it goes out of the picture', async () => {
    const at = (frame: number) => ({ x: 200 + 6 * frame, y: 120 });
    const found = await follow({ discs: [{ ...disc, at }], noise: 2 });
    expect(found.lost).toEqual([expect.objectContaining({ direction: 1, reason: 'left' })]);
    expect(found.worst).toBeLessThan(2);
  });

  it('is an even surface: there is nothing to know it by', async () => {
    const found = await follow({ discs: [], from: 3 });
    expect(found.frames).toEqual([]);
    expect(found.lost).toEqual([
      { type: 'lost', frame: 3, direction: 1, reason: 'plain' },
      { type: 'lost', frame: 3, direction: -1, reason: 'plain' },
    ]);
  });

  it('ends at once when it is cancelled', async () => {
    const picture = discClip({ ...size, discs: [disc] });
    const controller = new AbortController();
    const seen: number[] = [];
    const search = searchTrack(
      { size, timestampsSeconds: all.map((n) => n / 25), luma: async (frame) => picture(frame) },
      { from: { frame: 0, x: 60 / 320, y: 150 / 240 }, range: { start: 0, end: 40 }, radius: 12 },
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === 'point') seen.push(event.point.frame);
          if (seen.length === 3) controller.abort();
        },
      },
    );
    await expect(search).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seen).toEqual([1, 2, 3]);
  });
});
