import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBarCode } from '#main/video/index.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { writeBarCodedFile } from './support/bar-coded-file.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { chooseAtRandom } from './support/pictures.ts';
import { createLocal, temporaryFolder } from './support/services.ts';

const size = { width: 128, height: 96 };
const count = 300;
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-sc_threshold', '0'];

type Case = {
  readonly title: string;
  readonly file: string;
  readonly output: readonly string[];
  /** The numbers that the frames show, in display order. */
  readonly shown?: readonly number[];
  readonly info?: object;
};

const every = Array.from({ length: count }, (_, n) => n);

const cases: readonly Case[] = [
  {
    title: 'B-frames in a pyramid, key frames 250 apart',
    file: 'gop250.mp4',
    output: [...h264, '-bf', '5', '-b-pyramid', 'normal', '-g', '250'],
    info: { keyFrameCount: 2, variableFrameRate: false },
  },
  {
    title: 'open groups of pictures, where frames refer across a key frame',
    file: 'open-gop.mp4',
    output: [...h264, '-bf', '3', '-g', '25', '-x264-params', 'open-gop=1'],
    info: { variableFrameRate: false },
  },
  {
    title: 'only key frames',
    file: 'intra.mp4',
    output: [...h264, '-g', '1'],
    info: { keyFrameCount: count },
  },
  {
    title: 'MPEG-TS that begins at 38.44 s',
    file: 'offset.ts',
    output: [
      ...h264,
      '-bf',
      '3',
      '-g',
      '60',
      '-muxdelay',
      '0',
      '-muxpreload',
      '0',
      '-output_ts_offset',
      '38.44',
    ],
    info: { container: 'MPEG-TS', variableFrameRate: false },
  },
  {
    title: 'Matroska with times in whole milliseconds',
    file: 'rounded.mkv',
    output: [...h264, '-bf', '3', '-g', '60'],
    info: { container: 'Matroska', variableFrameRate: false },
  },
  {
    title: 'variable frame rate with gaps',
    file: 'variable.mp4',
    output: ['-vf', "select='mod(n,5)*lt(mod(n,97),80)'", '-fps_mode', 'passthrough', ...h264, '-bf', '3'],
    shown: every.filter((n) => n % 5 !== 0 && n % 97 < 80),
    info: { variableFrameRate: true },
  },
  {
    title: 'pixels that are not square',
    file: 'anamorphic.mp4',
    output: ['-vf', 'setsar=4/3', ...h264, '-bf', '2'],
    info: { width: 171, height: 96 },
  },
  {
    title: 'HEVC with B-frames',
    file: 'hevc.mp4',
    output: [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      'bframes=4:keyint=100:log-level=none',
    ],
    info: { codec: 'HEVC' },
  },
  {
    title: 'VP8 with hidden reference pictures',
    file: 'vp8.webm',
    output: ['-c:v', 'libvpx', '-auto-alt-ref', '1', '-lag-in-frames', '16', '-g', '100', '-b:v', '400k'],
    info: { codec: 'VP8', container: 'WebM' },
  },
  {
    title: 'VP9',
    file: 'vp9.webm',
    output: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '100', '-b:v', '400k'],
    info: { codec: 'VP9' },
  },
  {
    title: 'ProRes in MOV',
    file: 'prores.mov',
    output: ['-c:v', 'prores_ks', '-profile:v', '0', '-pix_fmt', 'yuv422p10le'],
    info: { codec: 'ProRes', container: 'MOV' },
  },
  {
    title: 'a fragmented MP4',
    file: 'fragments.mp4',
    output: [...h264, '-bf', '3', '-g', '40', '-movflags', '+frag_keyframe+empty_moov'],
  },
];

describe.skipIf(!hasFfmpeg)(`Bar-coded clips${ffmpegNote}`, () => {
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

  const numbersAt = async (path: string, indices: readonly number[]) =>
    (await video.frames(path, indices, size)).map((frame) => readBarCode(frame.pixels, frame));

  it.each(cases)('show their own number: $title', async ({ file, output, shown = every, info = {} }) => {
    const path = folder.path(file);
    await writeBarCodedFile({ path, frameCount: count, size, output });
    expect(await video.probe(path)).toMatchObject({ frameCount: shown.length, ...info });
    const scattered = new Map<number, string>();
    for (const index of chooseAtRandom(shown.length, 25, 7)) {
      const [frame] = await video.frames(path, [index], size);
      expect(frame && readBarCode(frame.pixels, frame)).toBe(shown[index]);
      scattered.set(index, frame?.sha256 ?? '');
    }
    await video.close(path);
    const inOnePass = await video.frames(path, [...shown.keys()], size);
    expect(inOnePass.map((frame) => readBarCode(frame.pixels, frame))).toEqual(shown);
    for (const [index, sha256] of scattered) expect(inOnePass[index]?.sha256).toBe(sha256);
  });

  it('take the first timestamp as it is, not as zero', async () => {
    const path = folder.path('late.ts');
    const output = [...h264, '-bf', '2', '-muxdelay', '0', '-muxpreload', '0', '-output_ts_offset', '38.44'];
    await writeBarCodedFile({ path, frameCount: 30, size, output });
    const { firstTimestampSeconds } = await video.probe(path);
    const { timestampsSeconds } = await video.frameTimes(path);
    expect(firstTimestampSeconds).toBeCloseTo(38.44, 2);
    expect(timestampsSeconds[0]).toBe(firstTimestampSeconds);
  });

  it('leave out frames that an edit list trims off, and number the rest from 0', async () => {
    const whole = folder.path('whole.mp4');
    const trimmed = folder.path('trimmed.mp4');
    await writeBarCodedFile({
      path: whole,
      frameCount: 120,
      size,
      output: [...h264, '-bf', '2', '-g', '60'],
    });
    await runFfmpeg(['-ss', '2.7', '-i', whole, '-c', 'copy', trimmed]);
    const { frameCount } = await video.probe(trimmed);
    const { timestampsSeconds } = await video.frameTimes(trimmed);
    expect(frameCount).toBe(39);
    expect(timestampsSeconds[0]).toBeGreaterThanOrEqual(0);
    expect(await numbersAt(trimmed, [0, 1, 38])).toEqual([81, 82, 119]);
  });

  it('use what is left of a clip that was cut off', async () => {
    const whole = folder.path('uncut.mp4');
    const cut = folder.path('cut.mp4');
    await writeBarCodedFile({
      path: whole,
      frameCount: 120,
      size,
      output: [...h264, '-bf', '2', '-g', '30', '-movflags', '+faststart'],
    });
    const bytes = await readFile(whole);
    await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
    const { frameCount } = await video.probe(cut);
    expect(frameCount).toBeGreaterThan(40);
    expect(frameCount).toBeLessThan(115);
    const all = Array.from({ length: frameCount }, (_, n) => n);
    expect(await numbersAt(cut, all)).toEqual(all);
  });
});
