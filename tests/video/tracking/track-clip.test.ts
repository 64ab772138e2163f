import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrackSearch, TrackSearchEvent } from '#common/domain/index.ts';
import { openMediabunnyClip } from '#main/video/mediabunny/open-clip.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { footage, footageNote, hasFootage } from '../support/footage.ts';
import { barCodedFixture, createLocal, createWorker, temporaryFolder } from '../support/services.ts';
import { discClip } from './disc-clip.ts';

const size = { width: 320, height: 240 };
const frames = 40;
/** Every third frame comes four times as late. */
const timeOf = (frame: number) => (frame + 3 * Math.floor(frame / 3)) / 30;
const at = (frame: number) => ({
  x: 60 + 70 * timeOf(frame),
  y: 120 + 60 * Math.sin(2.5 * timeOf(frame)),
});

describe.skipIf(!hasFfmpeg)(`A point followed on a clip of variable frame rate${ffmpegNote}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let clip: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    clip = folder.path('disc.mp4');
    const picture = discClip({ ...size, noise: 3, discs: [{ seed: 1, radius: 14, at }] });
    const pictures = Array.from({ length: frames }, (_, frame) => picture(frame).data);
    const input = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', '320x240', '-r', '30', '-i', 'pipe:0'];
    const uneven = ['-vf', "setpts='(N+3*floor(N/3))/30/TB'", '-fps_mode', 'vfr'];
    const output = ['-c:v', 'libx264', '-crf', '20', '-bf', '2', '-g', '12', '-pix_fmt', 'yuv420p', clip];
    await runFfmpeg([...input, ...uneven, ...output], pictures);
  });
  afterAll(() => folder?.[Symbol.asyncDispose]());

  const searchFrom = (frame: number): TrackSearch => ({
    from: { frame, x: at(frame).x / size.width, y: at(frame).y / size.height },
    range: { start: 0, end: frames - 1 },
    radius: 14,
  });

  it('is found on every frame within a pixel, to both sides, by the worker as by the process itself', async () => {
    await using local = createLocal();
    await using worker = createWorker();
    const { timestampsSeconds } = await local.frameTimes(clip);
    expect(timestampsSeconds).toHaveLength(frames);
    expect(timestampsSeconds[9]).toBeCloseTo(timeOf(9), 3);
    const told: TrackSearchEvent[][] = [];
    for (const video of [local, worker]) {
      const events: TrackSearchEvent[] = [];
      await video.track(clip, searchFrom(20), { onEvent: (event) => events.push(event) });
      told.push(events);
    }
    const [here = [], there] = told;
    expect(there).toEqual(here);
    const found = here.flatMap((event) => (event.type === 'point' ? [event.point] : []));
    expect(found.map(({ frame }) => frame).sort((a, b) => a - b)).toEqual(
      Array.from({ length: frames }, (_, frame) => frame).filter((frame) => frame !== 20),
    );
    const errors = found.map(({ frame, x, y }) =>
      Math.hypot(x * size.width - at(frame).x, y * size.height - at(frame).y),
    );
    expect(Math.max(...errors)).toBeLessThan(1);
    expect(errors.sort((a, b) => a - b)[errors.length >> 1]).toBeLessThan(0.3);
  });

  it('is no longer looked for once that is cancelled, and the clip goes on being served', async () => {
    await using video = createWorker();
    const controller = new AbortController();
    let points = 0;
    const search = video.track(clip, searchFrom(0), {
      signal: controller.signal,
      onEvent: () => {
        points += 1;
        if (points === 2) controller.abort();
      },
    });
    await expect(search).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await video.frames(clip, [3], size)).toHaveLength(1);
    expect(points).toBe(2);
  });
});

describe('A search on a clip', () => {
  const search = { from: { frame: 5, x: 0.5, y: 0.5 }, range: { start: 0, end: 9 }, radius: 10 };

  it.each<[string, TrackSearch, string]>([
    ['whose point is on another frame', { ...search, range: { start: 6, end: 9 } }, 'RANGE_INVALID'],
    ['beyond the clip', { ...search, range: { start: 0, end: 900 } }, 'FRAME_OUT_OF_RANGE'],
    ['from outside the picture', { ...search, from: { frame: 5, x: 1.2, y: 0.5 } }, 'BAD_INPUT'],
    ['without a size', { ...search, radius: Number.NaN }, 'BAD_INPUT'],
  ])('%s is refused with a sentence', async (_, wrong, code) => {
    await using video = createLocal();
    await expect(video.track(barCodedFixture, wrong, { onEvent: () => {} })).rejects.toMatchObject({ code });
  });

  it.skipIf(!hasFootage)(`sees the picture upright, as everybody else does${footageNote}`, async () => {
    for (const name of ['rotation_90.mov', 'rotation_180.mov', 'rotation_270.mov']) {
      await using reader = await openMediabunnyClip(footage(name), {});
      const [rgb] = (await reader.read(1, [reader.info], () => true)) ?? [];
      const luma = await reader.luma(1, reader.info, () => true);
      expect(luma).toHaveLength(reader.info.width * reader.info.height);
      expect(likeness(luma ?? new Uint8Array(), rgb ?? new Uint8Array())).toBeGreaterThan(0.98);
    }
  });
});

/** Correlation of brightness with that of packed RGB. */
function likeness(luma: Uint8Array, rgb: Uint8Array): number {
  const other = luma.map(
    (_, at) => 0.3 * (rgb[at * 3] ?? 0) + 0.59 * (rgb[at * 3 + 1] ?? 0) + 0.11 * (rgb[at * 3 + 2] ?? 0),
  );
  const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(luma), mean(other)];
  let [product, first, second] = [0, 0, 0];
  for (const [at, value] of luma.entries()) {
    const [x, y] = [value - a, (other[at] ?? 0) - b];
    product += x * y;
    first += x * x;
    second += y * y;
  }
  return product / Math.sqrt(first * second);
}
