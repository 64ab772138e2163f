import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { appendFile, copyFile, link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkWorker, type WorkerProcess } from '#main/platform/index.ts';
import type { ClipExporter, ExportTask } from '#main/video/export/clip-exporter.ts';
import { createClipExporter } from '#main/video/export/create-clip-exporter.ts';
import { readBarCode } from '#main/video/index.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { decodePng } from '../support/pictures.ts';
import { waitUntil } from '../support/processes.ts';
import { barCodedFixture, createLocal, temporaryFolder } from '../support/services.ts';
import { exporterHere, shownBy } from './harness.ts';

const workerEntry = resolve(import.meta.dirname, '../../../main/video/media-worker.ts');

const exact: Omit<Extract<ExportTask, { kind: 'clip' }>, 'source'> = {
  kind: 'clip',
  range: { start: 10, end: 40 },
  cut: 'exact',
  sound: false,
  burnIn: null,
};

describe('An export', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  let clip: string;
  let long: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createLocal();
    clip = folder.path('dive.mp4');
    await copyFile(barCodedFixture, clip);
    long = folder.path('long.mp4');
    if (hasFfmpeg) await writeLongClip(long);
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  const started: WorkerProcess[] = [];
  const withWorker = (): ClipExporter =>
    createClipExporter({
      video,
      startWorker: () => {
        const worker = forkWorker(workerEntry);
        started.push(worker);
        return worker;
      },
    });
  const isAlive = (worker: WorkerProcess | undefined) => {
    try {
      return process.kill(worker?.pid ?? 0, 0);
    } catch {
      return false;
    }
  };
  const emptyFolder = async (name: string) => {
    await mkdir(folder.path(name));
    return { path: folder.path(name), names: () => readdir(folder.path(name)) };
  };

  describe('of what cannot be done says so in a sentence and writes nothing', () => {
    const range = (start: number, end: number): ExportTask => ({
      ...exact,
      source: clip,
      range: { start, end },
    });
    const cases: readonly {
      readonly title: string;
      readonly task: () => ExportTask;
      readonly target?: string;
      readonly code: string;
      readonly sentence: RegExp;
    }[] = [
      {
        title: 'a reversed range',
        task: () => range(40, 10),
        code: 'RANGE_INVALID',
        sentence: /40–10 ends before/,
      },
      {
        title: 'a range beyond the clip',
        task: () => range(80, 90),
        code: 'FRAME_OUT_OF_RANGE',
        sentence: /Frame 90 is outside the clip, which has frames 0–89/,
      },
      {
        title: 'frames beyond the clip',
        task: () => ({ kind: 'frames', source: clip, frames: [3, 90], format: 'png', burnIn: null }),
        target: 'pictures',
        code: 'FRAME_OUT_OF_RANGE',
        sentence: /Frame 90/,
      },
      {
        title: 'a reel of nothing',
        task: () => ({ kind: 'reel', parts: [], sound: true }),
        code: 'BAD_INPUT',
        sentence: /at least one range/,
      },
      {
        title: 'a name that says no container',
        task: () => range(1, 2),
        target: 'clip.avi',
        code: 'BAD_INPUT',
        sentence: /End it with \.mp4, \.mov, \.mkv or \.webm/,
      },
      {
        title: 'a container that cannot hold the codec',
        task: () => ({ ...exact, source: clip, cut: 'copy' }),
        target: 'clip.webm',
        code: 'BAD_INPUT',
        sentence: /WebM files cannot hold H\.264/,
      },
      {
        title: 'a folder that is not there',
        task: () => range(1, 2),
        target: 'nowhere/clip.mp4',
        code: 'BAD_INPUT',
        sentence: /no folder “nowhere”/,
      },
      {
        title: 'a file that is not there',
        task: () => ({ ...exact, source: folder.path('gone.mp4') }),
        code: 'FILE_MISSING',
        sentence: /^gone\.mp4 is not there/,
      },
    ];
    it.each(cases)('$title', async ({ title, task, target = 'clip.mp4', code, sentence }) => {
      const place = await emptyFolder(title);
      await using exporter = exporterHere(video);
      const work = exporter.export(task(), `${place.path}/${target}`);
      await expect(work).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) });
      await expect(work).rejects.toMatchObject({ message: expect.not.stringContaining(folder.path('')) });
      expect(await place.names()).toEqual([]);
    });

    it('a target that is the clip itself, under this name or another', async () => {
      await using exporter = exporterHere(video);
      const before = await readFile(clip);
      const other = folder.path('same file.mp4');
      await link(clip, other);
      for (const target of [clip, other]) {
        const work = exporter.export({ ...exact, source: clip }, target);
        await expect(work).rejects.toMatchObject({ code: 'BAD_INPUT', message: /the clip itself/ });
      }
      expect(await readFile(clip)).toEqual(before);
    });

    it('a target that is a folder', async () => {
      await using exporter = exporterHere(video);
      const place = await emptyFolder('folder.mp4');
      const work = exporter.export({ ...exact, source: clip }, place.path);
      await expect(work).rejects.toMatchObject({ code: 'BAD_INPUT', message: /is a folder/ });
    });

    it('too little space, before anything is written', async () => {
      await using exporter = exporterHere(video, async () => 20_000);
      const place = await emptyFolder('too little space');
      const work = exporter.export({ ...exact, source: clip }, `${place.path}/clip.mp4`);
      await expect(work).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringMatching(/takes about \d+ kB, but only 20 kB are free there/),
      });
      expect(await place.names()).toEqual([]);
    });
  });

  it('of one frame is a picture of it, of several a folder of them', async () => {
    await using exporter = exporterHere(video);
    const place = await emptyFolder('frames');
    const one: ExportTask = { kind: 'frames', source: clip, frames: [35], format: 'png', burnIn: null };
    expect(exporter.suggestedName(one)).toBe('dive frame-000035.png');
    const target = `${place.path}/${exporter.suggestedName(one)}`;
    expect(await exporter.export(one, target)).toMatchObject({ frameCount: 1, fileName: basename(target) });
    const picture = decodePng(await readFile(target));
    const [frame] = await video.frames(clip, [35], picture);
    expect(Buffer.from(picture.pixels).equals(frame?.pixels ?? new Uint8Array())).toBe(true);

    const several: ExportTask = {
      kind: 'frames',
      source: clip,
      frames: [7, 3, 7, 89],
      format: 'png',
      burnIn: null,
    };
    expect(exporter.suggestedName(several)).toBe('dive frames');
    const pictures = `${place.path}/pictures`;
    expect(await exporter.export(several, pictures)).toMatchObject({ frameCount: 3, fileName: 'pictures' });
    const names = (await readdir(pictures)).sort();
    expect(names).toEqual(['dive frame-000003.png', 'dive frame-000007.png', 'dive frame-000089.png']);
    const shown = await Promise.all(
      names.map(async (name) => {
        const { pixels, ...size } = decodePng(await readFile(`${pictures}/${name}`));
        return readBarCode(pixels, size);
      }),
    );
    expect(shown).toEqual([3, 7, 89]);
    // Into a folder that is there already, beside what is in it.
    await exporter.export({ ...several, frames: [3, 4], format: 'jpeg' }, pictures);
    expect((await readdir(pictures)).filter((name) => name.endsWith('.jpg'))).toHaveLength(2);
    expect(await place.names()).toHaveLength(2);
  });

  it('suggests a name that says what it holds, with the extension that fits', async () => {
    await using exporter = exporterHere(video);
    const name = (source: string, change: object = {}) =>
      exporter.suggestedName({ ...exact, source, ...change });
    expect(name('/a/my dive.ts')).toBe('my dive 10–40.mp4');
    expect(name('/a/dive.webm', { cut: 'smart' })).toBe('dive 10–40.webm');
    expect(name('/a/dive.MOV', { cut: 'copy' })).toBe('dive 10–40.mov');
    expect(name('/a/dive.avi', { cut: 'copy', range: { start: 4, end: 4 } })).toBe('dive 4.mp4');
    const parts = [{ source: '/a/dive.mkv', range: { start: 1, end: 2 }, burnIn: null }];
    expect(exporter.suggestedName({ kind: 'reel', parts, sound: true })).toBe('dive reel.mp4');
  });

  it('tells what it does, and replaces a file only at the end', async () => {
    await using exporter = withWorker();
    const place = await emptyFolder('replaced');
    const target = `${place.path}/clip.mp4`;
    await writeFile(target, 'what was there before');
    const stages: string[] = [];
    const result = await exporter.export({ ...exact, source: clip }, target, {
      onStage: ({ stage }) => {
        if (stages.at(-1) !== stage) stages.push(stage);
      },
    });
    expect(stages).toEqual(['Encoding', 'Checking']);
    expect(result).toMatchObject({ fileName: 'clip.mp4', frameCount: 31, note: '' });
    expect((await readFile(target)).length).toBe(result.sizeBytes);
    expect(await place.names()).toEqual(['clip.mp4']);
    await waitUntil(
      () => isAlive(started.at(-1)),
      (alive) => !alive,
    );
  });

  it('removes what exports of programs that are gone have left there', async () => {
    await using exporter = exporterHere(video);
    const place = await emptyFolder('leftovers');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    await writeFile(`${place.path}/.old.mp4.${gone}-3.deepsport-part`, 'half');
    await mkdir(`${place.path}/.pictures.${gone}-4.deepsport-part`);
    await writeFile(`${place.path}/.own.mp4.${process.pid}-999.deepsport-part`, 'of this program');
    await writeFile(`${place.path}/.other.part`, 'of somebody else');
    await exporter.export(
      { kind: 'frames', source: clip, frames: [1], format: 'jpeg', burnIn: null },
      `${place.path}/1.jpg`,
    );
    expect((await place.names()).sort()).toEqual(
      ['.other.part', `.own.mp4.${process.pid}-999.deepsport-part`, '1.jpg'].sort(),
    );
  });

  describe.skipIf(!hasFfmpeg)(`of a long clip${ffmpegNote}`, () => {
    const range = { start: 5, end: 1500 };

    const cases: readonly {
      readonly title: string;
      readonly task: () => ExportTask;
      readonly stage: string;
    }[] = [
      { title: 'encoding', task: () => ({ ...exact, source: long, range }), stage: 'Encoding' },
      {
        title: 'checking a cut',
        task: () => ({ ...exact, source: long, range, cut: 'smart' }),
        stage: 'Checking',
      },
      {
        title: 'writing pictures',
        task: () => ({
          kind: 'frames',
          source: long,
          frames: Array.from({ length: 500 }, (_, i) => i),
          format: 'png',
          burnIn: null,
        }),
        stage: 'Writing pictures',
      },
    ];
    it.each(cases)('is cancelled while $title and leaves what was there', async ({ title, task, stage }) => {
      await using exporter = withWorker();
      const place = await emptyFolder(`cancelled ${title}`);
      const target = `${place.path}/clip.mp4`;
      const isFolder = task().kind === 'frames';
      if (!isFolder) await writeFile(target, 'what was there before');
      const controller = new AbortController();
      const work = exporter.export(task(), target, {
        signal: controller.signal,
        onStage: (progress) => {
          if (progress.stage === stage) controller.abort();
        },
      });
      await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(await place.names()).toEqual(isFolder ? [] : ['clip.mp4']);
      if (!isFolder) expect(await readFile(target, 'utf8')).toBe('what was there before');
      await waitUntil(
        () => isAlive(started.at(-1)),
        (alive) => !alive,
      );
    });

    it('ends with WORKER_STOPPED when its process is killed, leaves nothing, and the next one works', async () => {
      await using exporter = withWorker();
      const place = await emptyFolder('killed');
      const target = `${place.path}/clip.mp4`;
      const work = exporter.export({ ...exact, source: long, range }, target, {
        onStage: ({ done }) => {
          if (done > 20) process.kill(started.at(-1)?.pid ?? 0, 'SIGKILL');
        },
      });
      await expect(work).rejects.toMatchObject({
        code: 'WORKER_STOPPED',
        message: expect.stringMatching(/^The exporter stopped unexpectedly/),
      });
      expect(await place.names()).toEqual([]);
      await exporter.export({ ...exact, source: long }, target);
      expect(await shownBy(video, target)).toEqual(Array.from({ length: 31 }, (_, i) => 10 + i));
    });

    it('ends with FILE_CHANGED when its source changes meanwhile', async () => {
      await using exporter = exporterHere(video);
      const place = await emptyFolder('changed');
      const source = folder.path('changing.mp4');
      await copyFile(long, source);
      const changes: Promise<void>[] = [];
      const work = exporter.export({ ...exact, source, range }, `${place.path}/clip.mp4`, {
        onStage: () => {
          if (changes.length === 0) changes.push(appendFile(source, 'more'));
        },
      });
      await expect(work).rejects.toMatchObject({ code: 'FILE_CHANGED' });
      expect(await place.names()).toEqual([]);
    });

    it('is cancelled when the exporter is disposed', async () => {
      const exporter = exporterHere(video);
      const place = await emptyFolder('disposed');
      const begun = Promise.withResolvers<void>();
      const work = exporter.export({ ...exact, source: long, range }, `${place.path}/clip.mp4`, {
        onStage: () => begun.resolve(),
      });
      const settled = expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
      await begun.promise;
      await exporter[Symbol.asyncDispose]();
      await settled;
      expect(await place.names()).toEqual([]);
    });

    const small = smallDisk();
    it.skipIf(!small)(
      `says that the disk ran full and leaves nothing${small ? '' : ' (skipped: no small file system can be mounted)'}`,
      async () => {
        if (!small) return;
        await using disk = await small(folder.path('small disk'));
        // As if the space had gone after it was checked.
        await using exporter = exporterHere(video, async () => null);
        for (const cut of ['exact', 'copy'] as const) {
          const task = { ...exact, source: long, range: { start: 5, end: 400 }, cut };
          const work = exporter.export(task, `${disk.path}/clip.mp4`);
          await expect(work).rejects.toMatchObject({ code: 'DISK_FULL' });
          expect(await readdir(disk.path)).toEqual([]);
        }
        const frames = Array.from({ length: 300 }, (_, i) => i);
        const work = exporter.export(
          { kind: 'frames', source: long, frames, format: 'png', burnIn: null },
          `${disk.path}/all`,
        );
        await expect(work).rejects.toMatchObject({ code: 'DISK_FULL' });
        expect(await readdir(disk.path)).toEqual([]);
      },
    );
  });
});

const writeLongClip = (path: string) =>
  writeBarCodedFile({
    path,
    frameCount: 1600,
    size: { width: 640, height: 360 },
    output: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '100', '-bf', '2', '-sc_threshold', '0'],
  });

/** Makes a file system of 16 kB, where this process may; null elsewhere. */
function smallDisk() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const mountAt = (path: string) =>
    spawnSync(systemProgram('mount'), ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', path]).status === 0;
  const unmount = (path: string) => spawnSync(systemProgram('umount'), [path]);
  const trial = mkdtempSync(join(tmpdir(), 'deepsport-mount-'));
  const isAllowed = mountAt(trial);
  if (isAllowed) unmount(trial);
  rmdirSync(trial);
  if (!isAllowed) return null;
  return async (path: string) => {
    await mkdir(path);
    if (!mountAt(path)) throw new Error('the small file system cannot be mounted');
    return {
      path,
      async [Symbol.asyncDispose]() {
        unmount(path);
      },
    };
  };
}

const systemProgram = (name: string) => `/bin/${name}`;
