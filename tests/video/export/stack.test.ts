import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameRange } from '#common/domain/index.ts';
import { stackGrid } from '#main/video/export/stack-grid.ts';
import { planStack, type StackTile, tileFrame } from '#main/video/export/stack-plan.ts';
import { readBarCode } from '#main/video/index.ts';
import type { ClipSource, VideoService } from '#main/video/video-service.ts';
import { createRandom } from '../../random.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { makeClickFile } from '../support/click-file.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { createLocal, temporaryFolder } from '../support/services.ts';
import { trapClips } from '../support/trap-clips.ts';
import { exporterHere } from './harness.ts';

const even = (count: number, rate: number, from = 0) =>
  Array.from({ length: count }, (_, frame) => from + frame / rate);

function tileOf(
  timestampsSeconds: readonly number[],
  range: FrameRange,
  syncFrame: number,
  rate: number,
): StackTile {
  const last = timestampsSeconds[range.end] ?? 0;
  const rangeEndSeconds = timestampsSeconds[range.end + 1] ?? last + 1 / rate;
  return { timestampsSeconds, range, syncFrame, framesPerSecond: rate, rangeEndSeconds };
}

describe('The plan of a stack', () => {
  it('shows each frame of equally fast clips once, held before and after its own range', () => {
    const tiles = [
      tileOf(even(100, 30), { start: 10, end: 19 }, 12, 30),
      tileOf(even(100, 30, 5), { start: 40, end: 60 }, 45, 30),
    ];
    const { timesSeconds, endSeconds } = planStack(tiles);
    const shown = (place: number) => timesSeconds.map((time) => tileFrame(tiles[place] as StackTile, time));
    expect(shown(1)).toEqual(Array.from({ length: 21 }, (_, at) => 40 + at));
    expect(shown(0)).toEqual([
      ...[10, 10, 10],
      ...Array.from({ length: 10 }, (_, at) => 10 + at),
      ...Array.from({ length: 8 }, () => 19),
    ]);
    expect(endSeconds).toBeCloseTo(16 / 30, 6);
  });

  it('of any clips shows at each instant the last frame whose time has come, and every frame of the fastest', () => {
    const random = createRandom(20);
    for (let turn = 0; turn < 60; turn++) {
      const tiles = Array.from({ length: 2 + random.integer(8) }, () => {
        const rate = random.pick([10, 23.976, 24, 25, 29.97, 30, 50, 59.94, 60, 240]);
        const varied = random.next() < 0.3;
        let at = random.next() * 3;
        const times = Array.from({ length: 40 }, () => {
          const now = at;
          at += (varied ? 0.5 + random.next() : 1) / rate;
          return now;
        });
        const start = random.integer(40);
        const range = { start, end: start + random.integer(40 - start) };
        return tileOf(times, range, range.start + random.integer(range.end - range.start + 1), rate);
      });
      const { timesSeconds, endSeconds, pace } = planStack(tiles);
      const begins = tiles.map((tile) => time(tile, tile.range.start) - time(tile, tile.syncFrame));
      expect(timesSeconds[0]).toBeCloseTo(Math.min(...begins), 1);
      expect(timesSeconds.every((now, at) => at === 0 || now > (timesSeconds[at - 1] ?? 0))).toBe(true);
      expect(timesSeconds.at(-1)).toBeLessThan(endSeconds);
      for (const [place, tile] of tiles.entries()) {
        const shown = timesSeconds.map((now) => tileFrame(tile, now));
        for (const [at, frame] of shown.entries()) {
          const now = time(tile, tile.syncFrame) + (timesSeconds[at] ?? 0);
          if (frame > tile.range.start) expect(time(tile, frame)).toBeLessThanOrEqual(now + 1.1e-5);
          if (frame < tile.range.end) expect(time(tile, frame + 1)).toBeGreaterThan(now);
        }
        const { start, end } = tile.range;
        if (place === pace) expect(new Set(shown).size).toBe(end - start + 1);
      }
      expect(tiles.map((tile) => tileFrame(tile, 0))).toEqual(tiles.map(({ syncFrame }) => syncFrame));
    }
  });
});

const time = ({ timestampsSeconds }: StackTile, frame: number) => timestampsSeconds[frame] ?? Number.NaN;

describe('The grid of a stack', () => {
  const sized = (count: number, width: number, height: number) =>
    stackGrid(Array.from({ length: count }, () => ({ width, height })));

  it('shows clips as large as they can be on a wide screen', () => {
    expect(sized(2, 1280, 720).size).toEqual({ width: 2560, height: 720 });
    expect(sized(3, 360, 640).size).toEqual({ width: 1080, height: 640 });
    expect(sized(4, 1920, 1080).size).toEqual({ width: 3840, height: 2160 });
    expect(sized(9, 1920, 1080).size).toEqual({ width: 3840, height: 2160 });
    expect(sized(9, 127, 95).places[0]).toEqual({ width: 127, height: 95, left: 0, top: 0 });
  });

  it('puts a clip of another shape into the middle of its cell, whole', () => {
    const { size, places } = stackGrid([
      { width: 640, height: 360 },
      { width: 1088, height: 1920 },
      { width: 1280, height: 720 },
    ]);
    expect(size).toEqual({ width: 3840, height: 2160 });
    expect(places).toEqual([
      { width: 1920, height: 1080, left: 0, top: 0 },
      { width: 612, height: 1080, left: 1920 + 654, top: 0 },
      { width: 1920, height: 1080, left: 0, top: 1080 },
    ]);
  });

  it('never overlaps, never leaves the picture', () => {
    const random = createRandom(4);
    for (let turn = 0; turn < 200; turn++) {
      const sizes = Array.from({ length: 2 + random.integer(8) }, () => ({
        width: 1 + random.integer(4000),
        height: 1 + random.integer(4000),
      }));
      const { size, places } = stackGrid(sizes);
      expect([size.width % 2, size.height % 2]).toEqual([0, 0]);
      for (const [at, a] of places.entries()) {
        expect(a.left >= 0 && a.left + a.width <= size.width).toBe(true);
        expect(a.top >= 0 && a.top + a.height <= size.height).toBe(true);
        for (const b of places.slice(at + 1)) {
          const apart =
            a.left + a.width <= b.left ||
            b.left + b.width <= a.left ||
            a.top + a.height <= b.top ||
            b.top + b.height <= a.top;
          expect(apart).toBe(true);
        }
      }
    }
  });
});

describe.skipIf(!hasFfmpeg)(`A stack${ffmpegNote}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createLocal();
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  type Part = { readonly source: ClipSource; readonly range: FrameRange; readonly syncFrame: number };
  const coded = async (name: string, frameRate: number, output: readonly string[] = []) => {
    const path = folder.path(name);
    await writeBarCodedFile({ path, frameCount: 60, frameRate, output: ['-c:v', 'libx264', ...output] });
    return path;
  };
  const write = async (name: string, parts: readonly Part[], sound: number | null = null) => {
    await using exporter = exporterHere(video);
    const target = folder.path(name);
    const task = { kind: 'stack', parts: parts.map((part) => ({ ...part, burnIn: null })), sound } as const;
    return { target, result: await exporter.export(task, target) };
  };

  /** What each tile of each picture shows, and what it should: the last frame whose time has come. */
  const compare = async (
    target: string,
    parts: readonly Part[],
    pace: number,
    numberOf = (_: number, frame: number) => frame,
  ) => {
    const written = await video.frameTimes(target);
    const infos = await Promise.all(parts.map(({ source }) => video.probe(source)));
    const { size, places } = stackGrid(infos);
    const indices = written.timestampsSeconds.map((_, at) => at);
    const frames = await video.frames(target, indices, size);
    const clips = await Promise.all(parts.map(({ source }) => video.frameTimes(source)));
    const shown = places.map((place) =>
      frames.map(({ pixels }) => {
        const tile = new Uint8Array(place.width * place.height * 3);
        for (let y = 0; y < place.height; y++) {
          const from = ((place.top + y) * size.width + place.left) * 3;
          tile.set(pixels.subarray(from, from + place.width * 3), y * place.width * 3);
        }
        return readBarCode(tile, place);
      }),
    );
    // The second frame of the fastest clip is shown once, which says when its sync frame is.
    const second = (parts[pace]?.range.start ?? 0) + 1;
    const timeOf = (frame: number) => clips[pace]?.timestampsSeconds[frame] ?? Number.NaN;
    const atSecond = written.timestampsSeconds[shown[pace]?.indexOf(numberOf(pace, second)) ?? -1];
    const origin = (atSecond ?? Number.NaN) - timeOf(second) + timeOf(parts[pace]?.syncFrame ?? 0);
    const expected = parts.map(({ range, syncFrame }, at) => {
      const times = clips[at]?.timestampsSeconds ?? [];
      return written.timestampsSeconds.map((seconds) => {
        // Times of the written file are in its own ticks; no frame of these clips changes so near to another.
        const now = (times[syncFrame] ?? 0) + seconds - origin + 0.0002;
        const frame = times.findLastIndex((each) => each <= now);
        return numberOf(at, Math.max(range.start, Math.min(range.end, frame)));
      });
    });
    return { shown, expected };
  };

  it('shows of clips of any rate the frame of each instant, in step at their sync frames', async () => {
    const parts = [
      { source: await coded('a30.mp4', 30, ['-bf', '2']), range: { start: 10, end: 40 }, syncFrame: 20 },
      { source: await coded('b24.mp4', 24), range: { start: 5, end: 30 }, syncFrame: 25 },
      { source: await coded('c50.mp4', 50), range: { start: 0, end: 45 }, syncFrame: 0 },
    ];
    const { target, result } = await write('rates.mp4', parts);
    expect(result.note).toBe('Shown at 50 frames per second, those of the fastest clip, c50.mp4.');
    const { shown, expected } = await compare(target, parts, 2);
    expect(shown).toEqual(expected);
    expect(result.frameCount).toBe(expected[0]?.length);
  });

  it('holds the frame times of a clip of variable rate, and other sizes and turned pictures in their cells', async () => {
    const parts: Part[] = [];
    const numbers: (readonly number[])[] = [];
    for (const [name, range, syncFrame] of [
      ['variable-rate.mp4', { start: 4, end: 30 }, 10],
      ['rotation-90.mp4', { start: 3, end: 12 }, 8],
      ['offset.ts', { start: 25, end: 40 }, 25],
    ] as const) {
      const clip = trapClips.find((candidate) => candidate.name === name);
      if (!clip) throw new Error(`there is no clip ${name}`);
      parts.push({ source: clip.source(await clip.make(folder.path('.'))), range, syncFrame });
      numbers.push(clip.shown);
    }
    const { target } = await write('traps.mp4', parts);
    const numberOf = (at: number, frame: number) => numbers[at]?.[frame] ?? -1;
    const { shown, expected } = await compare(target, parts, 0, numberOf);
    expect(shown).toEqual(expected);
  });

  it('of two ranges of one clip shows each at its own frames', async () => {
    const source = await coded('one.mp4', 30, ['-g', '12']);
    const parts = [
      { source, range: { start: 40, end: 55 }, syncFrame: 48 },
      { source, range: { start: 2, end: 30 }, syncFrame: 6 },
    ];
    const { target } = await write('twice.mp4', parts);
    const { shown, expected } = await compare(target, parts, 0);
    expect(shown).toEqual(expected);
  });

  it('counts in real seconds where a camera ran faster than the file', async () => {
    const fast = { path: await coded('fast.mp4', 30), videoTrack: undefined, captureRate: 120 };
    const parts = [
      { source: fast, range: { start: 20, end: 50 }, syncFrame: 40 },
      { source: await coded('real.mp4', 25), range: { start: 2, end: 12 }, syncFrame: 5 },
    ];
    const { target, result } = await write('capture.mp4', parts);
    expect(result.note).toMatch(/^Shown at 120 frames per second, those of the fastest clip, fast\.mp4\.$/);
    const { shown, expected } = await compare(target, parts, 0);
    expect(shown).toEqual(expected);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const source = await coded('cancelled.mp4', 30);
    const parts = [0, 1].map(() => ({ source, range: { start: 0, end: 59 }, syncFrame: 0, burnIn: null }));
    const place = await mkdtemp(folder.path('cancelled-'));
    await using exporter = exporterHere(video);
    const aborter = new AbortController();
    const work = exporter.export({ kind: 'stack', parts, sound: null }, join(place, 'never.mp4'), {
      signal: aborter.signal,
      onStage: ({ stage }) => stage === 'Encoding' && aborter.abort(),
    });
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(place)).toEqual([]);
  });

  it('has the sound of one of them at its own place in time', async () => {
    // A click at frames 30, 60 and 90.
    const click = await makeClickFile(folder.path('.'), 'clicks.mp4', ['-c:a', 'aac', '-b:a', '256k']);
    const silent = await coded('silent.mp4', 30);
    const parts = [
      { source: silent, range: { start: 0, end: 59 }, syncFrame: 30 },
      { source: click, range: { start: 55, end: 65 }, syncFrame: 60 },
    ];
    const { target } = await write('sound.mp4', parts, 1);
    const { samples, channelCount } = await video.sound(target, { startSeconds: 0, durationSeconds: 2 });
    const loud = [...samples.keys()].filter((at) => Math.abs(samples[at] ?? 0) > 9000);
    expect(Math.abs((loud[0] ?? 0) / channelCount / 48_000 - 1)).toBeLessThan(0.003);
    expect(Math.abs((loud.at(-1) ?? 0) / channelCount / 48_000 - 1)).toBeLessThan(0.01);
    const quiet = await write('quiet.mp4', parts, 0);
    expect(await video.probe(quiet.target)).toMatchObject({ hasAudio: false });
  });

  it('has each tile’s own frame number in it when asked to', async () => {
    const source = await coded('numbered.mp4', 30);
    const burnIn = { frameNumbers: true, times: false, events: [], drawings: [] };
    const part = { source, range: { start: 5, end: 9 }, syncFrame: 5 };
    await using exporter = exporterHere(video);
    const size = { width: 256, height: 96 };
    const pictures = [];
    for (const burnt of [null, burnIn]) {
      const target = folder.path(burnt ? 'burnt.mp4' : 'plain.mp4');
      const parts = [
        { ...part, burnIn: null },
        { ...part, burnIn: burnt },
      ];
      await exporter.export({ kind: 'stack', parts, sound: null }, target);
      pictures.push((await video.frames(target, [2], size))[0]?.pixels ?? new Uint8Array());
    }
    const [plain, burnt] = pictures;
    const changed = (left: number) => {
      let count = 0;
      for (let at = 0; at < (plain?.length ?? 0); at += 3) {
        const isIn = Math.floor(((at / 3) % size.width) / 128) === left;
        if (isIn && Math.abs((plain?.[at] ?? 0) - (burnt?.[at] ?? 0)) > 60) count += 1;
      }
      return count;
    };
    expect(changed(1)).toBeGreaterThan(40);
    expect(changed(0)).toBe(0);
  });

  it('of one range, of ten, or with a sync frame outside its range says so and writes nothing', async () => {
    const source = await coded('few.mp4', 30);
    const part = { source, range: { start: 5, end: 9 }, syncFrame: 5 };
    const ten = Array.from({ length: 10 }, () => part);
    await expect(write('x.mp4', [part])).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: '2 to 9 ranges stand side by side, not 1. Add one.',
    });
    await expect(write('x.mp4', ten)).rejects.toThrow(/not 10\. Leave some out\.$/);
    await expect(write('x.mp4', [part, { ...part, syncFrame: 10 }])).rejects.toMatchObject({
      code: 'RANGE_INVALID',
      message: expect.stringMatching(/^Frame 10, .* choose one of 5–9\.$/),
    });
    await expect(write('x.mp4', [part, { ...part, range: { start: 50, end: 60 } }])).rejects.toMatchObject({
      code: 'FRAME_OUT_OF_RANGE',
    });
    await using full = exporterHere(video, async () => 1000);
    const parts = [part, part].map((each) => ({ ...each, burnIn: null }));
    const task = { kind: 'stack', parts, sound: null } as const;
    await expect(full.export(task, folder.path('x.mp4'))).rejects.toMatchObject({ code: 'DISK_FULL' });
  });
});
