import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConversionAttempt } from '#main/video/conversion/conversion-plan.ts';
import { type Proof, proveConversion } from '#main/video/conversion/prove-conversion.ts';
import { createFfmpegProgram } from '#main/video/ffmpeg/create-ffmpeg-program.ts';
import { openMediabunnyClip } from '#main/video/mediabunny/open-clip.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { localConversions } from '../support/conversions.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { temporaryFolder } from '../support/services.ts';

const frameCount = 40;

const h264 = ['-c:v', 'libx264', '-crf', '12', '-bf', '0', '-preset', 'ultrafast'];

/** Proves a result that was made from the source by these arguments. */
async function prove(
  folder: { path(name: string): string },
  method: ConversionAttempt['method'],
  args: readonly string[],
): Promise<Proof> {
  const path = folder.path('source.avi');
  await runFfmpeg(['-i', path, ...args, folder.path('clip.mp4')]);
  const ffmpeg = await createFfmpegProgram();
  const attempt: ConversionAttempt = {
    method,
    stage: '',
    fileName: 'clip.mp4',
    args: [],
    sourceInput: ['-i', path],
    sourceView: method === 'remuxed' ? [] : ['-pix_fmt', 'yuv420p'],
  };
  return proveConversion(
    { ffmpeg, openClip: openMediabunnyClip },
    {
      attempt,
      streamIndex: 0,
      folder: folder.path('.'),
      signal: new AbortController().signal,
      onProgress: () => {},
    },
  );
}

describe.skipIf(!hasFfmpeg)(`The proof of a conversion${ffmpegNote}`, () => {
  const mpeg4 = (path: string) =>
    writeBarCodedFile({ path, frameCount, output: ['-c:v', 'mpeg4', '-q:v', '2', '-bf', '2'] });

  it('accepts a result that holds every frame', async () => {
    await using folder = await temporaryFolder();
    await mpeg4(folder.path('source.avi'));
    const proof = await prove(folder, 're-encoded', [...h264, '-fps_mode', 'passthrough']);
    expect(proof).toMatchObject({ kind: 'proven', frameCount, map: { timeBase: [1, 30] } });
    if (proof.kind !== 'proven') return;
    expect(proof.map.sourceTimestamps).toHaveLength(frameCount);
    expect(proof.map.sourceHashes).toMatch(new RegExp(`^[0-9a-f]{${frameCount * 16}}$`));
    expect(proof.map.resultHashes).toHaveLength(frameCount * 16);
  });

  it('refuses a result that lost a frame', async () => {
    await using folder = await temporaryFolder();
    await mpeg4(folder.path('source.avi'));
    const drop = ['-vf', "select='not(eq(n,20))'", '-fps_mode', 'passthrough'];
    expect(await prove(folder, 're-encoded', [...h264, ...drop])).toEqual({
      kind: 'refused',
      reason: 'frame 20 is not the same picture',
    });
  });

  it('refuses a result that lost its last frame', async () => {
    await using folder = await temporaryFolder();
    await mpeg4(folder.path('source.avi'));
    expect(await prove(folder, 're-encoded', [...h264, '-frames:v', String(frameCount - 1)])).toEqual({
      kind: 'refused',
      reason: `the file decodes to more than ${frameCount - 1} frames, its conversion to ${frameCount - 1}`,
    });
  });

  it('refuses a result with two frames swapped', async () => {
    await using folder = await temporaryFolder();
    await mpeg4(folder.path('source.avi'));
    const swap = ['-vf', 'shuffleframes=0 1 3 2 4 5 6 7'];
    expect(await prove(folder, 're-encoded', [...h264, ...swap])).toEqual({
      kind: 'refused',
      reason: 'frame 2 is not the same picture',
    });
  });

  it('refuses a result whose frames are shown at other times', async () => {
    await using folder = await temporaryFolder();
    await mpeg4(folder.path('source.avi'));
    const later = ['-vf', "setpts='PTS+gte(N,10)*2'", '-fps_mode', 'passthrough'];
    expect(await prove(folder, 're-encoded', [...h264, ...later])).toEqual({
      kind: 'refused',
      reason: 'frame 10 is shown at another time',
    });
  });

  it('accepts a copy plane for plane, and takes no other coding of the same pictures for one', async () => {
    await using folder = await temporaryFolder();
    await writeBarCodedFile({ path: folder.path('source.avi'), frameCount, output: h264 });
    const copy = await prove(folder, 'remuxed', ['-c', 'copy']);
    expect(copy).toMatchObject({ kind: 'proven', frameCount, map: { resultHashes: null } });
    expect(await prove(folder, 'remuxed', ['-c:v', 'libx264', '-qp', '45'])).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/^frame \d+ is not the same picture$/),
    });
  });

  it('is kept beside the result, with a timestamp and both hashes for each frame', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('source.avi');
    await mpeg4(path);
    await using conversions = localConversions(folder.path('conversions'));
    const clip = await conversions.convert(path);
    const map = JSON.parse(await readFile(join(dirname(clip.path), 'frame-map.json'), 'utf8'));
    expect(map.sourceTimestamps).toHaveLength(frameCount);
    expect(map.sourceHashes).toHaveLength(frameCount * 16);
    expect(map.resultHashes).toHaveLength(frameCount * 16);
    expect(map.sourceHashes).not.toBe(map.resultHashes);
  });
});
