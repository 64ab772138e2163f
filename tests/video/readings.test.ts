import { readFile, writeFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StageProgress } from '#common/domain/index.ts';
import { createClipRegistry, readBarCode } from '#main/video/index.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { writeBarCodedFile } from './support/bar-coded-file.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { footage, footageNote, hasFootage } from './support/footage.ts';
import { barCodedFixture, createLocal, temporaryFolder } from './support/services.ts';

const size = { width: 96, height: 64 };

function exposedGarbageCollection(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

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

describe('A clip read at the rate of its camera', () => {
  const slow = { path: barCodedFixture, captureRate: 240 };

  it('has all its times in real seconds', async () => {
    const info = await video.probe(slow);
    expect(info).toMatchObject({ captureRate: 240, averageFrameRate: 240, frameCount: 90 });
    expect(info.timeScale).toBeCloseTo(1 / 8, 9);
    expect(info.durationSeconds).toBeCloseTo(90 / 240, 9);
    expect((await video.frameTimes(slow)).timestampsSeconds[45]).toBeCloseTo(45 / 240, 9);
    const [frame] = await video.frames(slow, [45], size);
    expect(frame?.timeSeconds).toBeCloseTo(45 / 240, 9);
    expect((await video.picture(slow, 45, 'jpeg')).timeSeconds).toBeCloseTo(45 / 240, 9);
  });

  it('shows the same pictures as in the time of its file', async () => {
    const [real] = await video.frames(slow, [45], size);
    const [stored] = await video.frames(barCodedFixture, [45], size);
    expect(real?.sha256).toBe(stored?.sha256);
    expect(stored?.timeSeconds).toBeCloseTo(1.5, 9);
  });

  it.each([0, -30, Number.NaN])('is refused at a rate of %d', async (captureRate) => {
    await expect(video.probe({ path: barCodedFixture, captureRate })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: `A camera does not run at ${captureRate} frames per second. Give a number above 0.`,
    });
  });

  it('keeps its id and takes the rate given last; a path alone leaves the rate as it was', async () => {
    const clips = createClipRegistry({ video });
    const plain = await clips.register(barCodedFixture, 'Dive 4');
    const slowed = await clips.register(slow);
    expect(slowed).toMatchObject({ id: plain.id, name: 'Dive 4', captureRate: 240 });
    expect(await clips.register(barCodedFixture)).toEqual(slowed);
    expect(await clips.register({ path: barCodedFixture })).toEqual(plain);
  });
});

describe('A picture track that is not there', () => {
  it('gets its sentence', async () => {
    await expect(video.probe({ path: barCodedFixture, videoTrack: 1 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'bar-coded.mp4 has only one picture track. Choose track 0.',
    });
  });
});

describe.skipIf(!hasFootage)(`A file with two picture tracks${footageNote}`, () => {
  const path = footage('nasa_two_video_streams.mp4');

  it('lists both and takes the one that it prefers itself', async () => {
    const info = await video.probe(path);
    expect(info).toMatchObject({ videoTrack: 1, frameCount: 390, width: 480, height: 270 });
    expect(info.videoTracks).toEqual([
      { number: 0, codec: 'H.264', width: 320, height: 180 },
      { number: 1, codec: 'H.264', width: 480, height: 270 },
    ]);
  });

  it('gives the frames of the one asked for', async () => {
    const first = { path, videoTrack: 0 };
    const second = { path, videoTrack: 1 };
    expect(await video.probe(first)).toMatchObject({ frameCount: 325, width: 320, height: 180 });
    expect((await video.probe(second)).frameCount).toBe(390);
    const [[ofFirst], [ofSecond]] = await Promise.all([
      video.frames(first, [300], size),
      video.frames(second, [300], size),
    ]);
    expect(ofFirst?.sha256).not.toBe(ofSecond?.sha256);
    await expect(video.frames(first, [325], size)).rejects.toMatchObject({ code: 'FRAME_OUT_OF_RANGE' });
  });

  it('has an id for each; its own choice by number is the same as without', async () => {
    const clips = createClipRegistry({ video });
    const own = await clips.register(path);
    expect((await clips.register({ path, videoTrack: 1 })).id).toBe(own.id);
    const other = await clips.register({ path, videoTrack: 0 });
    expect(other.id).not.toBe(own.id);
    expect(clips.get(other.id).source).toEqual({ path, videoTrack: 0 });
    expect(clips.list()).toHaveLength(2);
  });

  it('names the tracks that there are when another is asked for', async () => {
    await expect(video.probe({ path, videoTrack: 2 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'nasa_two_video_streams.mp4 has no picture track 2. Choose one from 0 to 1.',
    });
  });

  it('is closed in all its readings by its path', async () => {
    await video.probe({ path, videoTrack: 0 });
    await video.probe({ path, videoTrack: 1, captureRate: 100 });
    await video.close(path);
    expect((await video.probe({ path, videoTrack: 0 })).frameCount).toBe(325);
  });
});

describe.skipIf(!hasFfmpeg)(`A file that was cut off${ffmpegNote}`, () => {
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-sc_threshold', '0', '-bf', '2', '-g', '30'];
  const cases: readonly (readonly [string, readonly string[], boolean])[] = [
    ['fast.mp4', ['-movflags', '+faststart'], true],
    ['fragments.mp4', ['-movflags', '+frag_keyframe+empty_moov'], true],
    ['stream.mkv', [], true],
    ['stream.ts', [], false],
  ];

  it.each(cases)(
    'is told where the file states its length, and is used as far as it goes: %s',
    async (name, output, told) => {
      const whole = folder.path(`whole-${name}`);
      await writeBarCodedFile({ path: whole, frameCount: 120, output: [...h264, ...output] });
      expect((await video.probe(whole)).truncated).toBe(false);
      const bytes = await readFile(whole);
      const cut = folder.path(`cut-${name}`);
      await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
      const { frameCount, truncated } = await video.probe(cut);
      expect(truncated).toBe(told);
      expect(frameCount).toBeGreaterThan(40);
      expect(frameCount).toBeLessThan(119);
      // The very last picture may be half there.
      const all = Array.from({ length: frameCount - 1 }, (_, n) => n);
      const frames = await video.frames(cut, all, size);
      expect(frames.map((frame) => readBarCode(frame.pixels, frame))).toEqual(all);
    },
  );
});

describe.skipIf(!hasFfmpeg)(`Opening a file that must be read through${ffmpegNote}`, () => {
  it('keeps none of it in memory', async () => {
    const path = folder.path('heavy.ts');
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'color=gray:s=640x360:r=25:d=12,noise=alls=100:allf=t+u', '-c:v', 'libx264'],
      ...['-preset', 'ultrafast', '-qp', '12', '-g', '25', path],
    ]);
    const collectGarbage = exposedGarbageCollection();
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    const { sizeBytes, frameCount } = await video.probe(path);
    expect(sizeBytes).toBeGreaterThan(20e6);
    collectGarbage();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(sizeBytes / 2);
    // Seeking by what was remembered still finds the right place.
    const [middle] = await video.frames(path, [200], size);
    await video.close(path);
    const inARow = await video.frames(path, [198, 199, 200, frameCount - 1], size);
    expect(inARow[2]?.sha256).toBe(middle?.sha256);
  });

  it('tells how far it is', async () => {
    const path = folder.path('long.ts');
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc=s=320x240:r=50:d=120,noise=alls=20', '-c:v', 'libx264'],
      ...['-preset', 'ultrafast', path],
    ]);
    const stages: StageProgress[] = [];
    const { sizeBytes } = await video.probe(path, { onStage: (stage) => stages.push(stage) });
    expect(stages.length).toBeGreaterThan(1);
    for (const { stage, done, total } of stages) {
      expect(stage).toBe('Indexing');
      expect(total).toBe(sizeBytes);
      expect(done).toBeLessThanOrEqual(sizeBytes);
    }
    expect(stages.at(-1)?.done).toBeGreaterThan(stages[0]?.done ?? 0);
  });
});
