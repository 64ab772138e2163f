import { copyFile, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StageProgress } from '#common/domain/index.ts';
import { contentHash } from '#main/video/content-hash.ts';
import type { Conversions } from '#main/video/conversion/conversions.ts';
import { createConvertingVideoService } from '#main/video/conversion/converting-video-service.ts';
import { ffmpegMissing } from '#main/video/ffmpeg/ffmpeg-errors.ts';
import { readBarCode } from '#main/video/index.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { makeClickFile } from '../support/click-file.ts';
import { conversionsIn, createConverting, localConversions } from '../support/conversions.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { barCodedFixture, createLocal, temporaryFolder } from '../support/services.ts';
import { describeVideoService } from '../video-service.contract.ts';

const size = { width: 96, height: 64 };

const idle: Conversions = {
  find: async () => undefined,
  convert: () => Promise.reject(new Error('nothing is to be converted')),
  [Symbol.asyncDispose]: async () => {},
};

describeVideoService('with conversion, of a file that needs none', {
  create: () => createConvertingVideoService({ video: createLocal(), conversions: idle }),
  clip: barCodedFixture,
  missing: `${barCodedFixture}.gone`,
});

const folder = await temporaryFolder();
afterAll(() => folder[Symbol.asyncDispose]());

if (hasFfmpeg) {
  const clip = folder.path('clip.avi');
  await runFfmpeg(['-i', barCodedFixture, '-c:v', 'mpeg4', '-q:v', '1', clip]);
  describeVideoService('with conversion, of an AVI file', {
    create: () => createConverting(folder.path('conversions')),
    clip,
    playable: join(folder.path('conversions'), await contentHash(clip), 'clip.mp4'),
    missing: folder.path('gone.avi'),
    withClicks: () =>
      makeClickFile(folder.path('.'), 'clicks.avi', ['-c:v', 'mjpeg', '-bf', '0', '-c:a', 'pcm_s16le']),
  });
}

const writeAvi = (path: string, frameCount = 30) =>
  writeBarCodedFile({ path, frameCount, output: ['-c:v', 'mpeg4', '-q:v', '2', '-bf', '2'] });

describe.skipIf(!hasFfmpeg)(`A file that is converted${ffmpegNote}`, () => {
  it('shows its stages while it is opened for the first time, and opens at once afterwards', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('dive.avi');
    await writeAvi(path);
    const stages: StageProgress[] = [];
    {
      await using video = createConverting(folder.path('conversions'));
      await video.probe(path, { onStage: (stage) => stages.push(stage) });
    }
    const names = [...new Set(stages.map(({ stage }) => stage))];
    expect(names.slice(0, 2)).toEqual(['Converting to H.264', 'Checking every frame']);
    expect(stages.filter(({ stage }) => stage === 'Checking every frame').at(-1)).toMatchObject({
      done: 30,
      total: 30,
    });
    const failing = localConversions(folder.path('conversions'), {
      findProgram: () => Promise.reject(ffmpegMissing()),
    });
    await using again = createConvertingVideoService({ video: createLocal(), conversions: failing });
    expect((await again.probe(path)).frameCount).toBe(30);
  });

  it('says name and size of the file itself, and gives the converted file for playing', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('dive.avi');
    await writeAvi(path);
    await using video = createConverting(folder.path('conversions'));
    const info = await video.probe(path);
    expect(info).toMatchObject({
      name: 'dive.avi',
      container: 'MP4',
      codec: 'H.264',
      convertedFrom: { container: 'AVI', codec: 'MPEG-4', method: 're-encoded' },
    });
    const playable = await video.playablePath(path);
    expect(playable.startsWith(folder.path('conversions'))).toBe(true);
    await using plain = createLocal();
    expect((await plain.fingerprint(playable, 9)).planesSha256).toBe(
      (await video.fingerprint(path, 9)).planesSha256,
    );
  });

  it('counts in real seconds by its capture rate', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('dive.avi');
    await writeAvi(path);
    await using video = createConverting(folder.path('conversions'));
    const { timestampsSeconds } = await video.frameTimes({ path, captureRate: 240 });
    expect((timestampsSeconds[24] ?? 0) - (timestampsSeconds[0] ?? 0)).toBeCloseTo(0.1, 6);
  });

  it('fails with FILE_CHANGED once when its own file was replaced, and is then converted anew', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('dive.avi');
    await writeAvi(path);
    await using video = createConverting(folder.path('conversions'));
    await video.probe(path);
    await writeAvi(path, 20);
    await expect(video.frames(path, [3], size)).rejects.toMatchObject({
      code: 'FILE_CHANGED',
      message: expect.stringMatching(/^dive\.avi has changed/),
    });
    expect((await video.probe(path)).frameCount).toBe(20);
  });

  it('fails with FILE_MISSING when its own file was deleted, although the converted one is there', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('dive.avi');
    await writeAvi(path);
    await using video = createConverting(folder.path('conversions'));
    await video.probe(path);
    await rm(path);
    await expect(video.frames(path, [3], size)).rejects.toMatchObject({
      code: 'FILE_MISSING',
      message: expect.stringMatching(/^dive\.avi is not there/),
    });
  });

  it('is converted again when the converted file was removed or damaged', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('dive.avi');
    await writeAvi(path);
    await using video = createConverting(folder.path('conversions'));
    await video.probe(path);
    await rm(dirname(await video.playablePath(path)), { recursive: true });
    const [frame] = await video.frames(path, [21], size);
    expect(frame && readBarCode(frame.pixels, frame)).toBe(21);
    await writeFile(await video.playablePath(path), 'cut short');
    const [again] = await video.frames(path, [22], size);
    expect(again && readBarCode(again.pixels, again)).toBe(22);
  });

  it('shares one conversion with a copy of it under another name', async () => {
    await using folder = await temporaryFolder();
    const [path, copy] = [folder.path('dive.avi'), folder.path('copy.avi')];
    await writeAvi(path);
    await copyFile(path, copy);
    await using video = createConverting(folder.path('conversions'));
    expect(await video.playablePath(copy)).toBe(await video.playablePath(path));
    await video.close(copy);
    expect((await video.probe(path)).name).toBe('dive.avi');
    await utimes(copy, 1, 1);
    expect((await video.probe(copy)).name).toBe('copy.avi');
    expect(await conversionsIn(folder.path('conversions'))).toHaveLength(1);
  });

  it('names itself, not the converted file, in every error', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('dive.avi');
    await writeAvi(path);
    await using video = createConverting(folder.path('conversions'));
    await expect(video.sound(path, { startSeconds: 0, durationSeconds: 1 })).rejects.toMatchObject({
      code: 'NO_SOUND',
      message: expect.stringMatching(/^dive\.avi has no sound/),
    });
  });

  it('says which file needs ffmpeg, and how to get it, where there is none', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('dive.avi');
    await writeAvi(path);
    const conversions = localConversions(folder.path('conversions'), {
      findProgram: () => Promise.reject(ffmpegMissing()),
    });
    await using video = createConvertingVideoService({ video: createLocal(), conversions });
    await expect(video.probe(path)).rejects.toMatchObject({
      code: 'FFMPEG_MISSING',
      message: expect.stringMatching(
        /^dive\.avi \(MPEG-4 in AVI\) must be converted before it can be used, and the ffmpeg program for that is not on this computer\. .* Then open the file again\.$/,
      ),
    });
    expect(await conversionsIn(folder.path('conversions'))).toEqual([]);
  });
});

describe.skipIf(!hasFfmpeg)(`Bad files that look convertible${ffmpegNote}`, () => {
  it('are told from videos: text, a playlist, a folder, sound alone', async () => {
    await using folder = await temporaryFolder();
    await using video = createConverting(folder.path('conversions'));
    const text = folder.path('notes.avi');
    await writeFile(text, 'These are only words, whatever the name says.\n'.repeat(50));
    await expect(video.probe(text)).rejects.toMatchObject({ code: 'NOT_A_VIDEO' });
    const playlist = folder.path('list.m3u8');
    await writeFile(playlist, `#EXTM3U\n#EXTINF:10,\n${barCodedFixture}\n#EXT-X-ENDLIST\n`);
    await expect(video.probe(playlist)).rejects.toMatchObject({ code: 'NOT_A_VIDEO' });
    await mkdir(folder.path('folder.avi'));
    await expect(video.probe(folder.path('folder.avi'))).rejects.toMatchObject({ code: 'NOT_A_VIDEO' });
    const sound = folder.path('sound.avi');
    await runFfmpeg(['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'pcm_s16le', sound]);
    await expect(video.probe(sound)).rejects.toMatchObject({ code: 'NO_VIDEO_TRACK' });
    expect(await conversionsIn(folder.path('conversions'))).toEqual([]);
  });
});
