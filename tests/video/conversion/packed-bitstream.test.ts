import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readBarCode } from '#main/video/index.ts';
import { createConverting } from '../support/conversions.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { writePackedAvi } from '../support/packed-avi.ts';
import { temporaryFolder } from '../support/services.ts';

describe.skipIf(!hasFfmpeg)(`An AVI file with a packed bitstream${ffmpegNote}`, () => {
  it('opens with every frame under its number, and none for the empty chunks', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('packed.avi');
    await writePackedAvi({ path, frameCount: 61 });
    expect((await readFile(path)).includes('DivX503b1393p')).toBe(true);
    await using video = createConverting(folder.path('conversions'));
    expect(await video.probe(path)).toMatchObject({ frameCount: 61, variableFrameRate: false });
    const all = Array.from({ length: 61 }, (_, n) => n);
    const frames = await video.frames(path, all, { width: 96, height: 64 });
    expect(frames.map((frame) => readBarCode(frame.pixels, frame))).toEqual(all);
  });
});
