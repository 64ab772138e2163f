import { copyFile, readdir, rename, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StageProgress } from '#common/domain/index.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { footage, footageNote, hasFootage } from '../support/footage.ts';
import { barCodedFixture, temporaryFolder } from '../support/services.ts';
import { createAnalyser, realWorker } from './analysers.ts';

/** A clip of 40 seconds, which takes a few seconds to analyse. */
const writeLongClip = (path: string) =>
  runFfmpeg([
    ...['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=50:d=40', '-f', 'lavfi', '-i', 'sine=440:d=40'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '100', '-c:a', 'aac', path],
  ]);

describe('The clip analyser', () => {
  it('finds motion, shots and thumbnails of every frame, and says what it costs on the way', async () => {
    await using folder = await temporaryFolder();
    await using analyser = createAnalyser(folder.path('analyses'));
    expect(await analyser.state(barCodedFixture)).toEqual({
      status: 'none',
      framesDone: 0,
      frameCount: 90,
      shots: [],
      transitions: [],
      thumbnailStride: 1,
      waveformRate: null,
    });
    const stages: StageProgress[] = [];
    const result = await analyser.analyse(barCodedFixture, { onStage: (stage) => stages.push(stage) });
    expect(result).toMatchObject({ status: 'done', framesDone: 90, frameCount: 90, waveformRate: null });
    expect(stages.at(-1)).toEqual({ stage: 'Analysing', done: 90, total: 90 });
    expect(result.shots[0]?.start).toBe(0);
    expect(result.shots.at(-1)?.end).toBe(89);
    const { energy, frameCount } = await analyser.motion(barCodedFixture);
    expect(energy).toHaveLength(90);
    expect(frameCount).toBe(90);
    expect(energy[0]).toBe(0);
    expect(energy.subarray(1).every((value) => value > 0 && value < 1)).toBe(true);
    const thumbnail = await analyser.thumbnail(barCodedFixture, 89);
    expect([...(thumbnail?.subarray(0, 3) ?? [])]).toEqual([0xff, 0xd8, 0xff]);
    expect(await analyser.thumbnail(barCodedFixture, 90)).toBeNull();
    expect(await analyser.waveform(barCodedFixture)).toBeNull();
  });

  it('makes an analysis once: for all who ask at a time, again later, after a restart, under another name', async () => {
    await using folder = await temporaryFolder();
    await using analyser = createAnalyser(folder.path('analyses'));
    const results = await Promise.all([1, 2, 3].map(() => analyser.analyse(barCodedFixture)));
    expect(results[1]).toEqual(results[0]);
    await analyser.analyse(barCodedFixture);
    expect(analyser.workers).toHaveLength(1);
    await using later = createAnalyser(folder.path('analyses'));
    const copy = folder.path('under another name.mp4');
    await copyFile(barCodedFixture, copy);
    expect(await later.state(copy)).toEqual(results[0]);
    expect(await later.analyse(copy)).toEqual(results[0]);
    expect(await later.thumbnail(copy, 40)).toEqual(await analyser.thumbnail(barCodedFixture, 40));
    expect(later.workers).toHaveLength(0);
  });

  it('makes what is damaged anew', async () => {
    await using folder = await temporaryFolder();
    await using first = createAnalyser(folder.path('analyses'));
    const result = await first.analyse(barCodedFixture);
    const energy = (await first.motion(barCodedFixture)).energy;
    const [name = ''] = await readdir(folder.path('analyses'));
    for (const file of ['motion.bin', 'thumbnails.bin', 'state.json']) {
      await writeFile(folder.path(`analyses/${name}/${file}`), 'damaged');
      await using analyser = createAnalyser(folder.path('analyses'));
      expect(await analyser.state(barCodedFixture)).toMatchObject({ status: 'none', framesDone: 0 });
      expect(await analyser.thumbnail(barCodedFixture, 0)).toBeNull();
      expect(await analyser.analyse(barCodedFixture)).toEqual(result);
      expect((await analyser.motion(barCodedFixture)).energy).toEqual(energy);
    }
  });

  it('removes those unused for longest when all together take too much', async () => {
    await using folder = await temporaryFolder();
    const other = folder.path('other.mp4');
    await copyFile(barCodedFixture, other);
    await writeFile(other, 'something behind', { flag: 'a' });
    await using analyser = createAnalyser(folder.path('analyses'), { maxBytes: 1000 });
    await analyser.analyse(barCodedFixture);
    await analyser.analyse(other);
    expect(await analyser.state(barCodedFixture)).toMatchObject({ status: 'none' });
    expect(await analyser.state(other)).toMatchObject({ status: 'done' });
  });

  it('says what is wrong with a file that is none, and works on', async () => {
    await using folder = await temporaryFolder();
    await using analyser = createAnalyser(folder.path('analyses'));
    await expect(analyser.analyse(folder.path('gone.mp4'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await writeFile(folder.path('text.mp4'), 'no video at all, only text');
    await expect(analyser.analyse(folder.path('text.mp4'))).rejects.toMatchObject({ code: 'NOT_A_VIDEO' });
    expect(await analyser.analyse(barCodedFixture)).toMatchObject({ status: 'done' });
  });

  it('refuses to start after it was closed', async () => {
    await using folder = await temporaryFolder();
    const analyser = createAnalyser(folder.path('analyses'));
    await analyser[Symbol.asyncDispose]();
    await expect(analyser.analyse(barCodedFixture)).rejects.toMatchObject({ code: 'WORKER_STOPPED' });
  });
});

describe.skipIf(!hasFfmpeg)(`The clip analyser at work on a long clip${ffmpegNote}`, () => {
  let source: Awaited<ReturnType<typeof temporaryFolder>>;
  let clip = '';
  beforeAll(async () => {
    source = await temporaryFolder();
    clip = source.path('long.mp4');
    await writeLongClip(clip);
  });
  afterAll(() => source[Symbol.asyncDispose]());

  it('goes on where it was after its process was killed, after a cancel and after a restart', async () => {
    await using folder = await temporaryFolder();
    await using whole = createAnalyser(folder.path('whole'));
    const expected = await whole.analyse(clip);
    expect(expected).toMatchObject({
      status: 'done',
      framesDone: 2000,
      waveformRate: 100,
      thumbnailStride: 2,
    });
    const waveform = await whole.waveform(clip);
    expect(waveform?.peaks).toHaveLength(2 * 4000);
    expect(Math.max(...(waveform?.peaks ?? []))).toBeGreaterThan(10);

    await using cut = createAnalyser(folder.path('cut'), { start: realWorker });
    const kill = cut.analyse(clip, { onStage: () => process.kill(cut.workers[0]?.pid ?? 0, 'SIGKILL') });
    await expect(kill).rejects.toMatchObject({ code: 'WORKER_STOPPED' });
    const killed = await cut.state(clip);
    expect(killed.status).toBe('paused');
    expect(killed.framesDone).toBeGreaterThan(0);
    expect(killed.framesDone).toBeLessThan(2000);
    expect((await cut.motion(clip)).energy).toHaveLength(killed.framesDone);
    expect(await cut.thumbnail(clip, 0)).not.toBeNull();

    const controller = new AbortController();
    const onStage = ({ done }: StageProgress) => {
      if (done > killed.framesDone) controller.abort();
    };
    await expect(cut.analyse(clip, { signal: controller.signal, onStage })).rejects.toMatchObject({
      code: 'CANCELLED',
    });

    await using restarted = createAnalyser(folder.path('cut'));
    expect((await restarted.state(clip)).framesDone).toBeGreaterThan(killed.framesDone);
    const resumed: number[] = [];
    const result = await restarted.analyse(clip, { onStage: ({ done }) => resumed.push(done) });
    expect(resumed[0]).toBeGreaterThan(killed.framesDone);
    expect(result).toEqual(expected);
    expect((await restarted.motion(clip)).energy).toEqual((await whole.motion(clip)).energy);
    expect(await restarted.waveform(clip)).toEqual(waveform);
    expect(await restarted.thumbnail(clip, 1998)).toEqual(await whole.thumbnail(clip, 1998));
    expect(await restarted.thumbnail(clip, 1999)).toBeNull();
  });

  it('serves one who stays when another leaves, and works on one clip at a time', async () => {
    await using folder = await temporaryFolder();
    await using analyser = createAnalyser(folder.path('analyses'));
    const controller = new AbortController();
    const started = Promise.withResolvers<void>();
    const leaver = analyser.analyse(clip, { signal: controller.signal, onStage: () => started.resolve() });
    const stayer = analyser.analyse(clip);
    await started.promise;
    const queued = analyser.analyse(barCodedFixture);
    expect((await analyser.state(clip)).status).toBe('running');
    controller.abort();
    await expect(leaver).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(analyser.workers).toHaveLength(1);
    expect(await stayer).toMatchObject({ status: 'done' });
    expect(await queued).toMatchObject({ status: 'done' });
    expect(analyser.workers).toHaveLength(2);
  });

  it('stops with FILE_CHANGED when the file is replaced, and keeps nothing of the new one under the old', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('long.mp4');
    await copyFile(clip, path);
    await using analyser = createAnalyser(folder.path('analyses'));
    let replaced: Promise<void> | null = null;
    const replace = async () => {
      await copyFile(barCodedFixture, folder.path('new.mp4'));
      await rename(folder.path('new.mp4'), path);
    };
    const work = analyser.analyse(path, {
      onStage: () => {
        replaced ??= replace();
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    await replaced;
    await analyser.analyse(path).catch(() => {});
    expect(await analyser.analyse(path)).toMatchObject({ status: 'done', frameCount: 90 });
    expect(await readdir(folder.path('analyses'))).toHaveLength(2);
  });

  it('takes a clip of one frame, and one whose frames are not evenly spaced', async () => {
    await using folder = await temporaryFolder();
    await using analyser = createAnalyser(folder.path('analyses'));
    const single = folder.path('single.mp4');
    await runFfmpeg([
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=320x240:r=25',
      '-frames:v',
      '1',
      '-c:v',
      'libx264',
      single,
    ]);
    expect(await analyser.analyse(single)).toMatchObject({
      status: 'done',
      frameCount: 1,
      shots: [{ start: 0, end: 0 }],
      transitions: [],
    });
    const uneven = folder.path('uneven.mp4');
    const skip = `select='not(eq(mod(n,7),3))'`;
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=30:d=4', '-vf', skip, '-vsync', 'vfr'],
      ...['-c:v', 'libx264', uneven],
    ]);
    const result = await analyser.analyse(uneven);
    expect(result).toMatchObject({ status: 'done', framesDone: result.frameCount });
    expect((await analyser.motion(uneven)).energy).toHaveLength(result.frameCount);
  });
});

describe.skipIf(!hasFootage)(`The clip analyser on real clips${footageNote}`, () => {
  it('keeps each picture track of a file apart', async () => {
    await using folder = await temporaryFolder();
    await using analyser = createAnalyser(folder.path('analyses'));
    const path = footage('nasa_two_video_streams.mp4');
    expect(await analyser.analyse({ path, videoTrack: 0 })).toMatchObject({ frameCount: 325 });
    expect(await analyser.analyse({ path, videoTrack: 1 })).toMatchObject({ frameCount: 390 });
    expect(await analyser.state({ path, videoTrack: 0, captureRate: 240 })).toMatchObject({
      status: 'done',
      frameCount: 325,
    });
    expect((await analyser.waveform({ path, videoTrack: 1 }))?.rate).toBe(100);
  });
});
