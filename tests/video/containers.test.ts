import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { createLocal, temporaryFolder } from './support/services.ts';

type Case = readonly [name: string, output: string, named: string];

const foreignContainers: readonly Case[] = [
  ['clip.gif', '', 'GIF'],
  ['clip.mpg', '-c:v mpeg1video', 'MPEG program stream (VOB, MPG)'],
  ['clip.vob', '-c:v mpeg2video', 'MPEG program stream (VOB, MPG)'],
  ['clip.avi', '-c:v mpeg4', 'AVI'],
  ['clip.wmv', '-c:v wmv2', 'WMV'],
  ['clip.flv', '-c:v flv', 'FLV'],
  ['clip.mxf', '-c:v mpeg2video', 'MXF'],
  ['clip.dv', '-s 720x576 -pix_fmt yuv420p', 'DV'],
  ['clip.rm', '-c:v rv10 -s 160x128', 'RealMedia'],
  ['clip.ogv', '-c:v libtheora', 'Ogg video'],
  ['clip.ivf', '-c:v libvpx', 'IVF'],
  ['clip.nut', '-c:v mpeg4', 'NUT'],
  ['clip.y4m', '-pix_fmt yuv420p', 'Y4M'],
  ['clip.m2v', '-c:v mpeg2video', 'MPEG video stream'],
  ['clip.m4v', '-c:v mpeg4 -f m4v', 'MPEG-4 video stream'],
  ['clip.h264', '-c:v libx264', 'H.264 video stream'],
  ['clip.hevc', '-c:v libx265 -x265-params log-level=none', 'HEVC video stream'],
];

const foreignCodecs: readonly Case[] = [
  ['mpeg2.ts', '-c:v mpeg2video', 'MPEG-2'],
  ['mpeg2.m2ts', '-c:v mpeg2video -mpegts_m2ts_mode 1', 'MPEG-2'],
  ['mpeg4.ts', '-c:v mpeg4', 'MPEG-4'],
  ['mpeg2.mkv', '-c:v mpeg2video', '“V_MPEG2”'],
  ['mpeg4.mp4', '-c:v mpeg4', '“mp4v”'],
  ['motion-jpeg.mov', '-c:v mjpeg -pix_fmt yuvj420p', '“jpeg”'],
  ['dnxhd.mov', '-c:v dnxhd -s 1920x1080 -b:v 120M -pix_fmt yuv422p', '“AVdn”'],
  ['uncompressed.mov', '-c:v rawvideo -pix_fmt uyvy422', '“2vuy”'],
];

describe.skipIf(!hasFfmpeg)(`What must be converted before it can be read${ffmpegNote}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let video: VideoService;
  beforeAll(async () => {
    folder = await temporaryFolder();
    video = createLocal();
  });
  afterAll(async () => {
    await video[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  const make = async (name: string, output: string) => {
    const path = folder.path(name);
    const input = ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=25:d=0.4'];
    await runFfmpeg([...input, ...output.split(' ').filter(Boolean), path]);
    return path;
  };

  it.each(foreignContainers)('is told by its container: %s', async (name, output, container) => {
    await expect(video.probe(await make(name, output))).rejects.toMatchObject({
      code: 'CONTAINER_UNSUPPORTED',
      facts: { name, container },
    });
  });

  it.each(foreignCodecs)('is told by its codec: %s', async (name, output, codec) => {
    await expect(video.probe(await make(name, output))).rejects.toMatchObject({
      code: 'CODEC_UNSUPPORTED',
      facts: { name, codec },
    });
  });

  it.each(['still.png', 'still.jpg', 'still.webp'])('is not a single picture: %s', async (name) => {
    await expect(video.probe(await make(name, '-frames:v 1'))).rejects.toMatchObject({
      code: 'NOT_A_VIDEO',
    });
  });

  it('is no H.264 in packets of a Blu-ray, which is read as it is', async () => {
    const path = await make('clip.m2ts', '-c:v libx264 -mpegts_m2ts_mode 1');
    expect(await video.probe(path)).toMatchObject({ container: 'MPEG-TS', frameCount: 10 });
  });

  it('is no file with a cover: the film in it is taken, whichever comes first', async () => {
    const path = folder.path('cover.mov');
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc=s=640x480:r=25:d=0.04'],
      ...['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=25:d=0.4'],
      ...['-map', '0', '-map', '1', '-c:v:0', 'mjpeg', '-pix_fmt:v:0', 'yuvj420p', '-c:v:1', 'libx264', path],
    ]);
    const info = await video.probe(path);
    expect(info).toMatchObject({ codec: 'H.264', videoTrack: 1, frameCount: 10, width: 160 });
    expect(info.videoTracks).toHaveLength(2);
    await expect(video.probe({ path, videoTrack: 0 })).rejects.toMatchObject({ code: 'CODEC_UNSUPPORTED' });
  });
});
