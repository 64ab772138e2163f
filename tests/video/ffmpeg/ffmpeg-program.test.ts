import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFfmpegProgram } from '#main/video/ffmpeg/create-ffmpeg-program.ts';
import { ffmpegMissing } from '#main/video/ffmpeg/ffmpeg-errors.ts';
import type { FfmpegProgress } from '#main/video/ffmpeg/ffmpeg-program.ts';
import { type FfmpegPlaces, findFfmpeg } from '#main/video/ffmpeg/find-ffmpeg.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { processesNaming, waitUntil } from '../support/processes.ts';
import { temporaryFolder } from '../support/services.ts';

const nowhere: FfmpegPlaces = {
  env: {},
  platform: 'linux',
  bundledFolder: null,
  packageFolder: () => null,
};

async function writeProgram(folder: string, fileName = 'ffmpeg'): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, fileName), '#!/bin/sh\n');
  await chmod(join(folder, fileName), 0o755);
  return join(folder, fileName);
}

describe('Finding the ffmpeg program', () => {
  it('prefers the delivered copy, then the npm package, then PATH', async () => {
    await using folder = await temporaryFolder();
    const [bundled, npm, first, second] = [
      await writeProgram(folder.path('bundled')),
      await writeProgram(folder.path('npm')),
      await writeProgram(folder.path('first')),
      await writeProgram(folder.path('second')),
    ];
    const PATH = [folder.path('first'), '', folder.path('none'), folder.path('second')].join(delimiter);
    const places: FfmpegPlaces = {
      ...nowhere,
      env: { PATH },
      bundledFolder: folder.path('bundled'),
      packageFolder: () => folder.path('npm'),
    };
    expect(await findFfmpeg(places)).toEqual([bundled, npm, first, second]);
    expect(await findFfmpeg({ ...nowhere, env: { PATH } })).toEqual([first, second]);
  });

  it('takes only the one that DEEPSPORT_FFMPEG names, where it is set', async () => {
    expect(
      await findFfmpeg({ ...nowhere, env: { DEEPSPORT_FFMPEG: '/opt/own/ffmpeg', PATH: '/usr/bin' } }),
    ).toEqual(['/opt/own/ffmpeg']);
  });

  it('looks for ffmpeg.exe on Windows', async () => {
    await using folder = await temporaryFolder();
    const exe = await writeProgram(folder.path('bin'), 'ffmpeg.exe');
    const places: FfmpegPlaces = { ...nowhere, platform: 'win32', env: { Path: folder.path('bin') } };
    expect(await findFfmpeg(places)).toEqual([exe]);
  });

  it('says how to get it where there is none', async () => {
    await expect(createFfmpegProgram({ env: {}, find: async () => [] })).rejects.toMatchObject({
      code: 'FFMPEG_MISSING',
    });
    expect(ffmpegMissing('linux').message).toBe(
      'This needs the ffmpeg program, which is not on this computer. On Debian and Ubuntu: sudo apt install ffmpeg. Then try again.',
    );
    expect(ffmpegMissing('darwin').message).toContain('brew install ffmpeg');
    expect(ffmpegMissing('win32').message).toContain('winget install ffmpeg');
  });

  it('says so when DEEPSPORT_FFMPEG names something else', async () => {
    await expect(
      createFfmpegProgram({ env: { DEEPSPORT_FFMPEG: '/no/such/program' } }),
    ).rejects.toMatchObject({
      code: 'FFMPEG_MISSING',
      message: expect.stringMatching(/^program, which DEEPSPORT_FFMPEG names, is no ffmpeg program/),
    });
  });
});

const source = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=25:duration=2'];
const endless = ['-re', '-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=25'];

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe.skipIf(!hasFfmpeg)(`The ffmpeg program${ffmpegNote}`, () => {
  it('runs, tells its progress and writes the file in the folder given', async () => {
    await using folder = await temporaryFolder();
    const ffmpeg = await createFfmpegProgram();
    const reports: FfmpegProgress[] = [];
    await ffmpeg.run([...source, '-f', 'matroska', 'out.mkv'], {
      folder: folder.path('.'),
      onProgress: (progress) => reports.push(progress),
    });
    expect(ffmpeg.version).toMatch(/\d/);
    expect(reports.at(-1)).toMatchObject({ framesDone: 50 });
    expect(
      await collect(ffmpeg.read(['-i', folder.path('out.mkv'), '-f', 'framecrc', '-'])),
    ).not.toHaveLength(0);
  });

  it('takes its input from a stream and gives its output as one', async () => {
    const ffmpeg = await createFfmpegProgram();
    async function* input() {
      for (let n = 0; n < 40; n++) yield new Uint8Array(64 * 48).fill(n);
    }
    const args = [
      '-f',
      'rawvideo',
      '-pix_fmt',
      'gray',
      '-s',
      '64x48',
      '-i',
      'pipe:0',
      '-f',
      'rawvideo',
      'pipe:1',
    ];
    const output = await collect(ffmpeg.read(args, { input: input() }));
    expect(output).toHaveLength(64 * 48 * 40);
    expect(output.at(-1)).toBe(39);
  });

  it('fails with the reason of an input that fails', async () => {
    const ffmpeg = await createFfmpegProgram();
    async function* input() {
      yield new Uint8Array(64 * 48);
      throw new Error('the camera is gone');
    }
    const args = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', '64x48', '-i', 'pipe:0', '-f', 'null', '-'];
    await expect(ffmpeg.run(args, { input: input() })).rejects.toThrow('the camera is gone');
  });

  it('fails with its last words as a fact and a sentence without folders', async () => {
    await using folder = await temporaryFolder();
    await writeFile(folder.path('notes.avi'), 'these are only words');
    const ffmpeg = await createFfmpegProgram();
    const failure = await ffmpeg
      .run(['-i', folder.path('notes.avi'), '-f', 'null', '-'])
      .catch((error) => error);
    expect(failure).toMatchObject({
      code: 'CONVERSION_FAILED',
      facts: { reason: 'notes.avi: Invalid data found when processing input' },
    });
    expect(failure.message).not.toContain(folder.path(''));
  });

  it.skipIf(process.platform === 'win32')('runs at low priority', async () => {
    await using folder = await temporaryFolder();
    const ffmpeg = await createFfmpegProgram();
    const controller = new AbortController();
    const target = folder.path('low.mkv');
    const work = ffmpeg.run([...endless, target], { signal: controller.signal }).catch((error) => error);
    const [pid] = await waitUntil(
      () => processesNaming(target, 'ffmpeg'),
      (found) => found.length > 0,
    );
    expect(getPriority(pid)).toBeGreaterThan(getPriority());
    controller.abort();
    expect(await work).toMatchObject({ code: 'CANCELLED' });
    expect(processesNaming(target)).toEqual([]);
  });

  it('is killed when the signal fires, and when nobody reads on', async () => {
    await using folder = await temporaryFolder();
    const ffmpeg = await createFfmpegProgram();
    const mark = folder.path('read');
    for await (const chunk of ffmpeg.read([
      ...endless,
      '-metadata',
      `title=${mark}`,
      '-f',
      'rawvideo',
      'pipe:1',
    ])) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(processesNaming(mark)).toEqual([]);
    const aborted = AbortSignal.abort();
    await expect(ffmpeg.run([...endless, mark], { signal: aborted })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const controller = new AbortController();
    const work = collect(
      ffmpeg.read([...endless, '-metadata', `title=${mark}`, '-f', 'rawvideo', 'pipe:1'], {
        signal: controller.signal,
      }),
    );
    setTimeout(() => controller.abort(), 50);
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(processesNaming(mark)).toEqual([]);
  });

  it('ends when the process that started it is killed', async () => {
    await using folder = await temporaryFolder();
    const target = folder.path('orphan.mkv');
    const program = join(import.meta.dirname, '../../../main/video/ffmpeg/create-ffmpeg-program.ts');
    const script = `
      const { createFfmpegProgram } = await import(${JSON.stringify(program)});
      const ffmpeg = await createFfmpegProgram();
      await ffmpeg.run(${JSON.stringify([...endless, target])});`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: join(import.meta.dirname, '../../..'),
      stdio: 'ignore',
    });
    const [pid = 0] = await waitUntil(
      () => processesNaming(target, 'ffmpeg'),
      (found) => found.length > 0,
    );
    expect(pid).toBeGreaterThan(0);
    parent.kill('SIGKILL');
    expect(
      await waitUntil(
        () => processesNaming(target),
        (found) => found.length === 0,
      ),
    ).toEqual([]);
  });
});
