import { describe, expect, it } from 'vitest';
import { readBarCode } from '#main/video/index.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { createConverting } from '../support/conversions.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from '../support/ffmpeg.ts';
import { temporaryFolder } from '../support/services.ts';

const picture = (size: string, rate = 25) => [
  '-f',
  'lavfi',
  '-i',
  `testsrc2=size=${size}:rate=${rate}:duration=1`,
];
const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=1'];

describe.skipIf(!hasFfmpeg)(`A conversion keeps${ffmpegNote}`, () => {
  it('interlaced pictures interlaced', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('fields.mpg');
    const fields = ['-vf', 'interlace', '-flags', '+ildct+ilme', '-c:v', 'mpeg2video', '-q:v', '2'];
    await runFfmpeg([...picture('352x288', 50), ...fields, '-f', 'vob', path]);
    await using video = createConverting(folder.path('conversions'));
    expect(await video.probe(path)).toMatchObject({ scan: 'interlaced', frameCount: 25 });
  });

  it('the shape of pixels and the turn of the camera', async () => {
    await using folder = await temporaryFolder();
    const wide = folder.path('wide.avi');
    await runFfmpeg([...picture('720x576'), '-c:v', 'dvvideo', '-aspect', '16:9', wide]);
    const flat = folder.path('flat.mov');
    const turned = folder.path('turned.mov');
    await runFfmpeg([...picture('160x96'), '-c:v', 'mjpeg', flat]);
    await runFfmpeg(['-i', flat, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', turned]);
    await using video = createConverting(folder.path('conversions'));
    expect(await video.probe(wide)).toMatchObject({ width: 1024, height: 576 });
    expect(await video.probe(turned)).toMatchObject({ width: 96, height: 160 });
  });

  it('the depth and the colour resolution of the picture', async () => {
    await using folder = await temporaryFolder();
    const deep = folder.path('deep.mxf');
    const profile = ['-c:v', 'dnxhd', '-profile:v', 'dnxhr_hqx', '-pix_fmt', 'yuv422p10le'];
    await runFfmpeg([...picture('320x240'), ...profile, deep]);
    const full = folder.path('full.avi');
    await runFfmpeg([
      ...picture('160x96'),
      '-vf',
      'scale=161:97,setsar=1',
      '-c:v',
      'mjpeg',
      '-pix_fmt',
      'yuvj444p',
      '-q:v',
      '2',
      full,
    ]);
    await using video = createConverting(folder.path('conversions'));
    expect(await video.probe(deep)).toMatchObject({ bitDepth: 10 });
    expect(await video.fingerprint(deep, 3)).toMatchObject({ planesFormat: 'I422P10' });
    expect(await video.probe(full)).toMatchObject({ bitDepth: 8, width: 161, height: 97 });
    expect(await video.fingerprint(full, 3)).toMatchObject({ planesFormat: 'I444' });
  });

  it('the times of a picture that stays longer than others', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('uneven.nut');
    const uneven = ['-vf', "setpts='PTS+gte(N,4)*0.5/TB'", '-c:v', 'mjpeg'];
    await runFfmpeg([...picture('128x96', 10), ...uneven, path]);
    await using video = createConverting(folder.path('conversions'));
    const { timestampsSeconds } = await video.frameTimes(path);
    expect(timestampsSeconds.map((time) => Math.round(time * 10))).toEqual([
      0, 1, 2, 3, 9, 10, 11, 12, 13, 14,
    ]);
    expect((await video.probe(path)).variableFrameRate).toBe(true);
  });

  it('the sound, copied or converted, and goes without what nothing decodes', async () => {
    await using folder = await temporaryFolder();
    await using video = createConverting(folder.path('conversions'));
    for (const [name, output] of [
      ['copied.flv', ['-c:v', 'flv', '-c:a', 'aac']],
      ['converted.avi', ['-c:v', 'mpeg4', '-c:a', 'pcm_s16le']],
      ['windows.wmv', ['-c:v', 'wmv2', '-c:a', 'wmav2']],
    ] as const) {
      const path = folder.path(name);
      await runFfmpeg([...picture('160x96'), ...tone, ...output, path]);
      expect(await video.probe(path)).toMatchObject({ hasAudio: true, frameCount: 25 });
      const { samples } = await video.sound(path, { startSeconds: 0.2, durationSeconds: 0.5 });
      expect(Math.max(...samples)).toBeGreaterThan(1000);
    }
  });

  it('the track that was asked for, of several', async () => {
    await using folder = await temporaryFolder();
    const [small, large, path] = [folder.path('a.avi'), folder.path('b.avi'), folder.path('two.mkv')];
    const codec = ['-c:v', 'mpeg4', '-q:v', '2'];
    await writeBarCodedFile({ path: small, frameCount: 12, output: codec });
    await writeBarCodedFile({
      path: large,
      frameCount: 20,
      size: { width: 192, height: 128 },
      output: codec,
    });
    await runFfmpeg(['-i', small, '-i', large, '-map', '0:v', '-map', '1:v', '-c', 'copy', path]);
    await using video = createConverting(folder.path('conversions'));
    const tracks = [
      { number: 0, codec: 'MPEG-4', width: 128, height: 96 },
      { number: 1, codec: 'MPEG-4', width: 192, height: 128 },
    ];
    expect(await video.probe({ path, videoTrack: 1 })).toMatchObject({
      frameCount: 20,
      width: 192,
      videoTrack: 1,
      videoTracks: tracks,
    });
    expect(await video.probe(path)).toMatchObject({ frameCount: 12, videoTrack: 0, videoTracks: tracks });
    const [frame] = await video.frames({ path, videoTrack: 1 }, [17], { width: 96, height: 64 });
    expect(frame && readBarCode(frame.pixels, frame)).toBe(17);
    await expect(video.probe({ path, videoTrack: 2 })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
