import { describe, expect, it } from 'vitest';
import { readBarCode } from '#main/video/index.ts';
import { writeBarCodedFile } from '../support/bar-coded-file.ts';
import { digitTemplates, readBurntInNumber } from '../support/burnt-in-number.ts';
import { createConverting } from '../support/conversions.ts';
import { ffmpegNote, hasFfmpeg } from '../support/ffmpeg.ts';
import { footage, footageNote, hasFootage } from '../support/footage.ts';
import { temporaryFolder } from '../support/services.ts';

const frameCount = 60;
const all = Array.from({ length: frameCount }, (_, n) => n);

type Format = {
  /** FFmpeg itself does not know when each frame of this one is shown. */
  readonly isWithoutTimes?: boolean;
  readonly file: string;
  readonly output: readonly string[];
  readonly frameRate?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly converted: { readonly container: string; readonly codec: string; readonly method: string };
};

const reencoded = (container: string, codec: string) => ({ container, codec, method: 're-encoded' });
const remuxed = (container: string) => ({ container, codec: 'H.264', method: 'remuxed' });
const h264 = ['-c:v', 'libx264', '-bf', '2', '-g', '24', '-preset', 'veryfast'];

const formats: readonly Format[] = [
  {
    file: 'asp.avi',
    output: ['-c:v', 'mpeg4', '-bf', '2', '-q:v', '2'],
    converted: reencoded('AVI', 'MPEG-4'),
  },
  {
    file: 'motion-jpeg.avi',
    output: ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj422p', '-q:v', '2'],
    converted: reencoded('AVI', 'Motion JPEG'),
  },
  {
    file: 'dv.avi',
    frameRate: 25,
    size: { width: 720, height: 576 },
    output: ['-c:v', 'dvvideo'],
    converted: reencoded('AVI', 'DV'),
  },
  { file: 'h264.avi', output: [...h264, '-bf', '0'], converted: remuxed('AVI') },
  { file: 'wmv8.wmv', output: ['-c:v', 'wmv2', '-q:v', '2'], converted: reencoded('WMV', 'WMV 8') },
  { file: 'wmv7.asf', output: ['-c:v', 'wmv1', '-q:v', '2'], converted: reencoded('ASF', 'WMV 7') },
  {
    file: 'sorenson.flv',
    output: ['-c:v', 'flv', '-q:v', '2'],
    converted: reencoded('FLV', 'Sorenson H.263'),
  },
  { file: 'h264.flv', output: h264, converted: remuxed('FLV') },
  {
    file: 'mpeg2.mxf',
    frameRate: 25,
    output: ['-c:v', 'mpeg2video', '-bf', '2', '-q:v', '2'],
    converted: reencoded('MXF', 'MPEG-2'),
  },
  { file: 'h264-intra.mxf', frameRate: 25, output: [...h264, '-g', '1'], converted: remuxed('MXF') },
  // FFmpeg gives such packets in coding order without the times of showing: the copy is refused.
  {
    file: 'h264.mxf',
    frameRate: 25,
    output: h264,
    isWithoutTimes: true,
    converted: { container: 'MXF', codec: 'H.264', method: 're-encoded' },
  },
  {
    file: 'dnxhr.mxf',
    frameRate: 25,
    size: { width: 640, height: 360 },
    output: ['-c:v', 'dnxhd', '-profile:v', 'dnxhr_hqx', '-pix_fmt', 'yuv422p10le'],
    converted: reencoded('MXF', 'DNxHD'),
  },
  {
    file: 'mpeg2.mpg',
    frameRate: 25,
    output: ['-f', 'vob', '-c:v', 'mpeg2video', '-bf', '2', '-q:v', '2'],
    converted: reencoded('MPEG program stream', 'MPEG-2'),
  },
  {
    file: 'picture.gif',
    size: { width: 121, height: 91 },
    frameRate: 20,
    output: [
      '-f',
      'gif',
      '-pix_fmt',
      'pal8',
      '-filter_complex',
      'split[a][b];[a]palettegen[p];[b][p]paletteuse',
    ],
    converted: reencoded('GIF', 'GIF'),
  },
  {
    file: 'mpeg2.ts',
    output: ['-c:v', 'mpeg2video', '-bf', '2', '-q:v', '2'],
    converted: reencoded('MPEG-TS', 'MPEG-2'),
  },
  {
    file: 'mpeg4.mp4',
    output: ['-c:v', 'mpeg4', '-bf', '2', '-q:v', '2'],
    converted: reencoded('MP4', 'MPEG-4'),
  },
  {
    file: 'motion-jpeg.mov',
    output: ['-c:v', 'mjpeg', '-q:v', '2'],
    converted: reencoded('MOV', 'Motion JPEG'),
  },
  {
    file: 'mpeg2.mkv',
    output: ['-c:v', 'mpeg2video', '-bf', '2', '-q:v', '2'],
    converted: reencoded('Matroska', 'MPEG-2'),
  },
  // A program stream has times for some pictures only, which a copy cannot do without.
  {
    file: 'h264.mpg',
    frameRate: 25,
    output: ['-f', 'vob', ...h264],
    isWithoutTimes: true,
    converted: { container: 'MPEG program stream', codec: 'H.264', method: 're-encoded' },
  },
  {
    file: 'h264-bframes.avi',
    output: h264,
    converted: { container: 'AVI', codec: 'H.264', method: 're-encoded' },
  },
  {
    file: 'stream.h264',
    frameRate: 25,
    output: h264,
    converted: { container: 'H.264 stream', codec: 'H.264', method: 're-encoded' },
  },
  {
    file: 'tape.dv',
    frameRate: 25,
    size: { width: 720, height: 576 },
    output: ['-c:v', 'dvvideo'],
    converted: reencoded('DV', 'DV'),
  },
  { file: 'plain.y4m', output: [], converted: reencoded('Y4M', 'uncompressed') },
  { file: 'theora.ogv', output: ['-c:v', 'libtheora', '-q:v', '9'], converted: reencoded('Ogg', 'Theora') },
  {
    file: 'theora.mkv',
    output: ['-c:v', 'libtheora', '-q:v', '9'],
    converted: reencoded('Matroska', 'Theora'),
  },
  { file: 'lossless.nut', output: ['-c:v', 'ffv1'], converted: reencoded('NUT', 'FFV1') },
];

describe.skipIf(!hasFfmpeg)(`Files that only ffmpeg reads${ffmpegNote}`, () => {
  it.each(formats)(
    'opens $file with every frame under its number',
    async ({ file, converted, isWithoutTimes, ...source }) => {
      await using folder = await temporaryFolder();
      const path = folder.path(file);
      await writeBarCodedFile({ path, frameCount, ...source });
      await using video = createConverting(folder.path('conversions'));
      const info = await video.probe(path);
      expect(info).toMatchObject({ name: file, frameCount, convertedFrom: converted });
      const frames = await video.frames(path, all, { width: 96, height: 64 });
      expect(frames.map((frame) => readBarCode(frame.pixels, frame))).toEqual(all);
      if (isWithoutTimes) return;
      const { timestampsSeconds } = await video.frameTimes(path);
      const [first = 0] = timestampsSeconds;
      for (const [n, time] of timestampsSeconds.entries()) {
        expect(Math.abs(time - first - n / (source.frameRate ?? 30))).toBeLessThan(0.0021);
      }
    },
  );
});

describe.skipIf(!hasFfmpeg || !hasFootage)(
  `A real AVI file of 230 numbered frames${ffmpegNote}${footageNote}`,
  () => {
    it('shows each of its burnt-in numbers under that number', async () => {
      await using folder = await temporaryFolder();
      await using video = createConverting(folder.path('conversions'));
      const path = footage('derived/flip_mpeg4asp.avi');
      expect(await video.probe(path)).toMatchObject({
        frameCount: 230,
        convertedFrom: { container: 'AVI', codec: 'MPEG-4', method: 're-encoded' },
      });
      const numbers = Array.from({ length: 230 }, (_, n) => n);
      const frames = await video.frames(path, numbers, { width: 960, height: 540 });
      const templates = digitTemplates(frames.slice(0, 10));
      expect(frames.map((frame) => readBurntInNumber(frame, templates))).toEqual(numbers);
    });
  },
);
