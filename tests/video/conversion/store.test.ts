import { copyFile, mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentHash } from '#main/video/content-hash.ts';
import { createFfmpegProgram } from '#main/video/ffmpeg/create-ffmpeg-program.ts';
import type { FfmpegProgram } from '#main/video/ffmpeg/ffmpeg-program.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { conversionsIn, localConversions, workerConversions } from '../support/conversions.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { processesNaming, waitUntil } from '../support/processes.ts';
import { temporaryFolder } from '../support/services.ts';

const writeAvi = (path: string, frameCount = 30, size = { width: 128, height: 96 }) =>
  writeBarCodedFile({ path, frameCount, size, output: ['-c:v', 'mpeg4', '-q:v', '2', '-bf', '2'] });

/** Long enough to be caught at work. */
const writeLongAvi = (path: string) => writeAvi(path, 240, { width: 480, height: 360 });

const noId = 2 ** 22 + 1;

describe.skipIf(!hasFfmpeg)(`The folder of conversions${ffmpegNote}`, () => {
  it('takes nothing half-written for whole', async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('a.avi'), folder.path('conversions')];
    await writeAvi(path);
    await using conversions = localConversions(root);
    const clip = await conversions.convert(path);
    await writeFile(clip.path, 'half');
    expect(await conversions.find(path)).toBeUndefined();
    await writeFile(join(dirname(clip.path), 'conversion.json'), '{"version":1');
    expect(await conversions.find(path)).toBeUndefined();
    expect(await conversions.convert(path)).toEqual(clip);
    expect(await conversions.find(path)).toEqual(clip);
  });

  it('removes what killed runs left behind, and nothing of runs that are alive', async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('a.avi'), folder.path('conversions')];
    await writeAvi(path);
    const [dead, alive] = [`partial-${noId}-abc`, `partial-${process.ppid}-def`];
    for (const name of [dead, alive]) {
      await mkdir(join(root, name), { recursive: true });
      await writeFile(join(root, name, 'clip.mp4'), 'unfinished');
    }
    await using conversions = localConversions(root);
    await conversions.convert(path);
    expect((await conversionsIn(root)).filter((name) => name.startsWith('partial-'))).toEqual([alive]);
  });

  it('removes the conversions unused for longest when all take more than they may', async () => {
    await using folder = await temporaryFolder();
    const root = folder.path('conversions');
    const paths = [20, 21, 22].map((n) => folder.path(`${n}.avi`));
    for (const [n, path] of paths.entries()) await writeAvi(path, 20 + n);
    const [first = '', second = '', third = ''] = paths;
    await using roomy = localConversions(root);
    for (const path of [first, second]) {
      const { path: converted } = await roomy.convert(path);
      await utimes(join(dirname(converted), 'conversion.json'), 1000, 1000);
    }
    await roomy.find(first);
    await using narrow = localConversions(root, { maxBytes: 1 });
    await narrow.convert(third);
    expect(await conversionsIn(root)).toEqual([await contentHash(third)]);
    await using again = localConversions(root, { maxBytes: 2 ** 30 });
    await again.convert(first);
    expect(await conversionsIn(root)).toHaveLength(2);
  });

  it('keeps those used last when room for two of three is left', async () => {
    await using folder = await temporaryFolder();
    const root = folder.path('conversions');
    const paths = [20, 21, 22].map((n) => folder.path(`${n}.avi`));
    const sizes: number[] = [];
    await using roomy = localConversions(root);
    for (const [n, path] of paths.entries()) {
      await writeAvi(path, 20 + n);
      if (n === 2) break;
      const { path: converted } = await roomy.convert(path);
      await utimes(join(dirname(converted), 'conversion.json'), 1000 - n, 1000 - n);
      sizes.push(n);
    }
    await using narrow = localConversions(root, { maxBytes: 100_000 });
    const [first = '', , third = ''] = paths;
    const before = await narrow.convert(third);
    expect(before.frameCount).toBe(22);
    expect(await conversionsIn(root)).toContain(await contentHash(first));
  });
});

describe.skipIf(!hasFfmpeg)(`A conversion at work${ffmpegNote}`, () => {
  it('is one for all who ask, and goes on while one of them waits', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('a.avi');
    await writeAvi(path);
    let programs = 0;
    await using conversions = localConversions(folder.path('conversions'), {
      findProgram: async () => {
        programs += 1;
        return createFfmpegProgram();
      },
    });
    const controller = new AbortController();
    const leaver = conversions.convert(path, { signal: controller.signal });
    const stayers = [1, 2, 3].map(() => conversions.convert(path));
    controller.abort();
    await expect(leaver).rejects.toMatchObject({ code: 'CANCELLED' });
    const clips = await Promise.all(stayers);
    expect(new Set(clips.map((clip) => clip.path)).size).toBe(1);
    expect(programs).toBe(1);
  });

  it('survives a kill of its worker: ffmpeg ends too, and the next try starts clean', async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('long.avi'), folder.path('conversions')];
    await writeLongAvi(path);
    let pid = 0;
    await using conversions = workerConversions(root, (worker) => {
      pid = worker.pid ?? 0;
    });
    const killed = new Set<string>();
    for (const stage of ['Converting to H.264', 'Checking every frame']) {
      const work = conversions.convert(path, {
        onStage: (progress) => {
          if (progress.stage !== stage || killed.has(stage)) return;
          killed.add(stage);
          process.kill(pid, 'SIGKILL');
        },
      });
      await expect(work).rejects.toMatchObject({
        code: 'WORKER_STOPPED',
        message: expect.stringMatching(/^The conversion of the clip stopped unexpectedly/),
      });
      expect(
        await waitUntil(
          () => processesNaming(path, 'ffmpeg'),
          (found) => found.length === 0,
        ),
      ).toEqual([]);
      expect(await conversions.find(path)).toBeUndefined();
    }
    expect((await conversions.convert(path)).frameCount).toBe(240);
    expect(await conversionsIn(root)).toEqual([await contentHash(path)]);
  });

  it('fails with FILE_CHANGED when the source changes meanwhile, and keeps nothing of it', async () => {
    await using folder = await temporaryFolder();
    const [path, other, root] = [folder.path('a.avi'), folder.path('b.avi'), folder.path('conversions')];
    await writeAvi(path);
    await writeAvi(other, 12);
    await using conversions = localConversions(root);
    let isReplaced = false;
    const work = conversions.convert(path, {
      onStage: ({ stage }) => {
        if (stage !== 'Checking every frame' || isReplaced) return;
        isReplaced = true;
        void utimes(path, 5, 5);
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    expect(await conversionsIn(root)).toEqual([]);
    await copyFile(other, path);
    expect((await conversions.convert(path)).frameCount).toBe(12);
  });

  it('tries the next method when one fails, and says why when none is left', async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('a.avi'), folder.path('conversions')];
    await writeBarCodedFile({ path, frameCount: 30, output: ['-c:v', 'libx264', '-bf', '0'] });
    const real = await createFfmpegProgram();
    const failing = (mark: string): FfmpegProgram => ({
      ...real,
      run: (args, options) =>
        // Without the last half of the frames, the proof refuses what comes out.
        real.run(
          args.includes(mark) ? [...args.slice(0, -1), '-frames:v', '15', ...args.slice(-1)] : args,
          options,
        ),
    });
    await using once = localConversions(root, { findProgram: async () => failing('copy') });
    expect(await once.convert(path)).toMatchObject({ method: 're-encoded', frameCount: 30 });
    await using never = localConversions(folder.path('other'), { findProgram: async () => failing('-map') });
    await expect(never.convert(path)).rejects.toMatchObject({
      code: 'CONVERSION_FAILED',
      message:
        'a.avi (H.264 in AVI) could not be converted: the file decodes to more than 15 frames, its conversion to 15. Check that it plays elsewhere; if it does, export it from there as MP4.',
    });
    expect(await conversionsIn(folder.path('other'))).toEqual([]);
  });
});
