import { readdir, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentHash } from '#main/video/content-hash.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { conversionsIn, localConversions, workerConversions } from '../support/conversions.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { processesNaming, waitUntil } from '../support/processes.ts';
import { temporaryFolder } from '../support/services.ts';

const writeAvi = (path: string, frameCount = 30, size = { width: 128, height: 96 }) =>
  writeBarCodedFile({ path, frameCount, size, output: ['-c:v', 'mpeg4', '-q:v', '2', '-bf', '2'] });

/** Long enough to be caught at work. */
const writeLongAvi = (path: string) => writeAvi(path, 240, { width: 480, height: 360 });

/** What every adapter of Conversions must do. */
describe.skipIf(!hasFfmpeg).each([
  { name: 'in this process', create: localConversions },
  { name: 'in a worker process', create: workerConversions },
])(`Conversions $name${ffmpegNote}`, ({ create }) => {
  it("names a conversion by the source's content and finds it again", async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('a.avi'), folder.path('conversions')];
    await writeAvi(path);
    await using conversions = create(root);
    expect(await conversions.find(path)).toBeUndefined();
    const clip = await conversions.convert(path);
    expect(clip).toMatchObject({ frameCount: 30, container: 'AVI', codec: 'MPEG-4', method: 're-encoded' });
    expect(basename(dirname(clip.path))).toBe(await contentHash(path));
    expect((await readdir(dirname(clip.path))).sort()).toEqual([
      'clip.mp4',
      'conversion.json',
      'frame-map.json',
    ]);
    await using later = create(root);
    expect(await later.find(path)).toEqual(clip);
    await writeAvi(path, 31);
    expect(await later.find(path)).toBeUndefined();
  });

  it('leaves nothing when it is cancelled, neither files nor ffmpeg, and can be asked for again', async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('long.avi'), folder.path('conversions')];
    await writeLongAvi(path);
    await using conversions = create(root);
    for (const stage of ['Converting to H.264', 'Checking every frame']) {
      const controller = new AbortController();
      const work = conversions.convert(path, {
        signal: controller.signal,
        onStage: (progress) => {
          if (progress.stage === stage) controller.abort();
        },
      });
      await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(await conversionsIn(root)).toEqual([]);
      expect(
        await waitUntil(
          () => processesNaming(path, 'ffmpeg'),
          (found) => found.length === 0,
        ),
      ).toEqual([]);
    }
    expect((await conversions.convert(path)).frameCount).toBe(240);
  });

  it('are made once for all who ask at the same time', async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('a.avi'), folder.path('conversions')];
    await writeAvi(path);
    await using conversions = create(root);
    const clips = await Promise.all([1, 2, 3].map(() => conversions.convert(path)));
    expect(new Set(clips.map((clip) => clip.path)).size).toBe(1);
    expect(await conversionsIn(root)).toEqual([await contentHash(path)]);
  });

  it('say what is wrong with a file that cannot be converted, and keep nothing of it', async () => {
    await using folder = await temporaryFolder();
    const [text, sound, path] = [folder.path('text.avi'), folder.path('sound.avi'), folder.path('a.avi')];
    await writeFile(text, 'only words');
    await runFfmpeg(['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'pcm_s16le', sound]);
    await writeAvi(path, 5);
    await using conversions = create(folder.path('conversions'));
    const failureOf = (file: string, videoTrack?: number) =>
      conversions.convert(file, { videoTrack }).catch((error) => error.code);
    expect(await failureOf(text)).toBe('NOT_A_VIDEO');
    expect(await failureOf(sound)).toBe('NO_VIDEO_TRACK');
    expect(await failureOf(path, 3)).toBe('BAD_INPUT');
    expect(await failureOf(folder.path('none.avi'))).toBe('FILE_MISSING');
    expect(await conversionsIn(folder.path('conversions'))).toEqual([]);
  });

  it('refuse calls after they were closed, and leave nothing that was begun', async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('long.avi'), folder.path('conversions')];
    await writeLongAvi(path);
    const conversions = create(root);
    const begun = Promise.withResolvers<void>();
    const work = conversions.convert(path, { onStage: () => begun.resolve() }).catch((error) => error);
    await begun.promise;
    await conversions[Symbol.asyncDispose]();
    expect(['CANCELLED', 'WORKER_STOPPED']).toContain((await work).code);
    await expect(conversions.convert(path)).rejects.toMatchObject({ code: 'WORKER_STOPPED' });
    expect(
      await waitUntil(
        () => processesNaming(path, 'ffmpeg'),
        (found) => found.length === 0,
      ),
    ).toEqual([]);
    expect(await conversionsIn(root)).toEqual([]);
  });
});

describe.skipIf(!hasFfmpeg)(`Conversions in a worker process${ffmpegNote}`, () => {
  it('start a process for work only: none for what was converted before, and none stays', async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('a.avi'), folder.path('conversions')];
    await writeAvi(path);
    const pids: number[] = [];
    await using conversions = workerConversions(root, ({ pid }) => pids.push(pid ?? 0));
    const clip = await conversions.convert(path);
    expect(await conversions.convert(path)).toEqual(clip);
    expect(pids).toHaveLength(1);
    expect(() => process.kill(pids[0] ?? 0, 0)).toThrow();
  });
});
