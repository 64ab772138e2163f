import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createFfmpegProgram } from '#main/video/ffmpeg/create-ffmpeg-program.ts';
import type { FfmpegProgram } from '#main/video/ffmpeg/ffmpeg-program.ts';
import { readBarCode } from '#main/video/index.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { conversionsIn, createConverting, localConversions } from '../support/conversions.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { temporaryFolder } from '../support/services.ts';

const size = { width: 96, height: 64 };

const run = (command: string): boolean => spawnSync('sh', ['-c', command]).status === 0;

/** A small disk of its own for one test; null where the system does not let us. */
async function smallDisk(folder: string): Promise<AsyncDisposable | null> {
  await mkdir(folder);
  const mounted = run(`mount -t tmpfs -o size=2m tmpfs '${folder}'`);
  return mounted ? { [Symbol.asyncDispose]: async () => void run(`umount '${folder}'`) } : null;
}

const mayMount = await (async () => {
  await using folder = await temporaryFolder();
  const disk = await smallDisk(folder.path('disk'));
  await disk?.[Symbol.asyncDispose]();
  return disk !== null;
})();
const mountNote = mayMount ? '' : ' (skipped: this user may not mount a disk)';

describe.skipIf(!hasFfmpeg)(`A full disk${ffmpegNote}`, () => {
  it.skipIf(!mayMount)(
    `ends the conversion with a sentence and leaves nothing behind${mountNote}`,
    async () => {
      await using folder = await temporaryFolder();
      const [path, root] = [folder.path('noise.avi'), folder.path('disk')];
      const noise = [
        '-f',
        'lavfi',
        '-i',
        'nullsrc=size=320x240:rate=25:duration=4,geq=random(1)*255:128:128',
      ];
      await runFfmpeg([...noise, '-c:v', 'mpeg4', '-q:v', '4', path]);
      await using disk = await smallDisk(root);
      expect(disk).not.toBeNull();
      // Nobody can tell beforehand how much room noise takes.
      await using conversions = localConversions(root, { freeBytes: async () => 2 ** 40 });
      await expect(conversions.convert(path)).rejects.toMatchObject({
        code: 'DISK_FULL',
        message:
          'The disk ran full while noise.avi was converted, and nothing was left behind. Free some space, then open the file again.',
      });
      expect(await conversionsIn(root)).toEqual([]);
    },
  );

  it('is seen before the work begins where the file needs more than there is', async () => {
    await using folder = await temporaryFolder();
    const [path, root] = [folder.path('dive.avi'), folder.path('conversions')];
    await writeBarCodedFile({ path, frameCount: 30, output: ['-c:v', 'mpeg4'] });
    await using conversions = localConversions(root, { freeBytes: async () => 10_000 });
    await expect(conversions.convert(path)).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(
        /^dive\.avi must be converted, which takes about 0\.0 MB of disk, but only 0\.0 MB are free\./,
      ),
    });
    expect(await conversionsIn(root)).toEqual([]);
  });
});

describe.skipIf(!hasFfmpeg)(`A slimmed ffmpeg${ffmpegNote}`, () => {
  it('is named as the reason where it lacks what the file takes', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('dive.avi');
    await writeBarCodedFile({ path, frameCount: 5, output: ['-c:v', 'mpeg4'] });
    const real = await createFfmpegProgram();
    const findProgram = async (): Promise<FfmpegProgram> => ({
      ...real,
      read: (args, options) =>
        real.read(
          args.map((arg) => (arg === 'avi' ? 'no-such-format' : arg)),
          options,
        ),
    });
    await using conversions = localConversions(folder.path('conversions'), { findProgram });
    await expect(conversions.convert(path)).rejects.toMatchObject({
      code: 'CONVERSION_FAILED',
      message: expect.stringMatching(
        /^dive\.avi \(MPEG-4 in AVI\) could not be converted, because the ffmpeg program of this computer was built without a part .* Install a complete build of ffmpeg/,
      ),
    });
  });
});

describe.skipIf(!hasFfmpeg)(`Damaged files${ffmpegNote}`, () => {
  const codec = ['-c:v', 'mpeg4', '-q:v', '2', '-bf', '2', '-g', '12'];

  it('are usable as far as they go when they are cut off', async () => {
    await using folder = await temporaryFolder();
    const [whole, path] = [folder.path('whole.avi'), folder.path('cut.avi')];
    await writeBarCodedFile({ path: whole, frameCount: 90, output: codec });
    const bytes = await readFile(whole);
    await writeFile(path, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    await using video = createConverting(folder.path('conversions'));
    const { frameCount, truncated } = await video.probe(path);
    expect(truncated).toBe(true);
    expect((await video.probe(whole)).truncated).toBe(false);
    expect(frameCount).toBeGreaterThan(30);
    expect(frameCount).toBeLessThan(90);
    const numbers = Array.from({ length: frameCount - 2 }, (_, n) => n);
    const frames = await video.frames(path, numbers, size);
    expect(frames.map((frame) => readBarCode(frame.pixels, frame))).toEqual(numbers);
  });

  it('give what ffmpeg makes of them when bytes in the middle are lost', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('scratched.avi');
    await writeBarCodedFile({ path, frameCount: 60, output: codec });
    const bytes = await readFile(path);
    bytes.fill(0x55, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.45));
    await writeFile(path, bytes);
    await using video = createConverting(folder.path('conversions'));
    const { frameCount } = await video.probe(path);
    expect(frameCount).toBeGreaterThan(40);
    const [first] = await video.frames(path, [0], size);
    expect(first && readBarCode(first.pixels, first)).toBe(0);
  });

  it('get a sentence when no frame of them is left', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('empty.avi');
    await writeBarCodedFile({ path, frameCount: 2, output: codec });
    const bytes = await readFile(path);
    const start = bytes.indexOf('movi') + 4;
    await writeFile(path, bytes.subarray(0, start));
    await using video = createConverting(folder.path('conversions'));
    const failure = await video.probe(path).catch((error) => error);
    expect(['CLIP_DAMAGED', 'NOT_A_VIDEO']).toContain(failure.code);
    expect(failure.message).toMatch(/^empty\.avi is /);
    expect(await conversionsIn(folder.path('conversions'))).toEqual([]);
  });

  it('end within a moment with a conversion or a sentence, whichever bytes are turned over', async () => {
    await using folder = await temporaryFolder();
    const whole = folder.path('whole.avi');
    await writeBarCodedFile({ path: whole, frameCount: 12, output: codec });
    const bytes = await readFile(whole);
    await using video = createConverting(folder.path('conversions'));
    let state = 20_261_121;
    const random = (limit: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % limit;
    };
    for (let n = 0; n < 12; n++) {
      const path = folder.path(`mutation-${n}.avi`);
      const mutated = Buffer.from(bytes);
      for (let flips = 0; flips < 8; flips++) mutated[random(n < 6 ? 512 : bytes.length)] = random(256);
      await writeFile(path, mutated);
      const outcome = await video.probe(path).then(
        ({ frameCount }) => frameCount,
        (error) => error.code,
      );
      expect(outcome).toSatisfy(
        (value) =>
          typeof value === 'number' ||
          [
            'NOT_A_VIDEO',
            'CLIP_DAMAGED',
            'NO_VIDEO_TRACK',
            'CONVERSION_FAILED',
            'CONTAINER_UNSUPPORTED',
          ].includes(value),
      );
    }
  });
});
