import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '#common/domain/index.ts';
import type { VideoService } from '#main/video/video-service.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { createLocal, temporaryFolder } from './support/services.ts';
import { trapClips } from './support/trap-clips.ts';

type Colour = readonly [red: number, green: number, blue: number];

const h264 = '-c:v libx264 -preset ultrafast -qp 4';
const hd = '-s 1280x720';
const pal = '-colorspace bt470bg -color_primaries bt470bg';

/**
 * What Chromium's own decoding shows of three patches of Y 81, Cb 90, Cr 240; Y 81, Cb 54, Cr 34; and
 * Y 145, Cb 54, Cr 34, tagged in these ways.
 */
const bt601: readonly Colour[] = [
  [254, 0, 0],
  [0, 181, 0],
  [0, 255, 1],
];
const bt709: readonly Colour[] = [
  [255, 24, 0],
  [0, 142, 0],
  [0, 216, 0],
];
const cases: readonly (readonly [title: string, name: string, output: string, readonly Colour[]])[] = [
  ['nothing said, standard size', 'sd.mp4', h264, bt709],
  ['nothing said, high definition', 'hd.mp4', `${h264} ${hd}`, bt709],
  ['nothing said, AV1', 'unsaid.webm', '-c:v libaom-av1 -cpu-used 8 -crf 5', bt709],
  ['nothing said, VP8', 'unsaid-vp8.webm', '-c:v libvpx -b:v 4M -crf 5', bt709],
  ['BT.709, standard size', '709.mp4', `${h264} -colorspace bt709`, bt709],
  ['BT.601, high definition', '601.mp4', `${h264} ${hd} -colorspace smpte170m`, bt601],
  [
    'BT.709 said by the container alone',
    'container.mkv',
    '-c:v libvpx -b:v 4M -crf 5 -colorspace bt709',
    bt709,
  ],
  [
    'full range',
    'full.mp4',
    `${h264} -color_range pc`,
    [
      [238, 14, 14],
      [0, 174, 0],
      [13, 238, 14],
    ],
  ],
  [
    'primaries of PAL',
    'pal.mp4',
    `${h264} ${pal} -color_trc smpte170m`,
    [
      [255, 0, 0],
      [0, 181, 17],
      [0, 255, 29],
    ],
  ],
  [
    'BT.2020 in standard dynamic range',
    '2020.mp4',
    `${h264} -colorspace bt2020nc -color_primaries bt2020 -color_trc bt709`,
    [
      [255, 0, 0],
      [0, 160, 0],
      [0, 239, 0],
    ],
  ],
];

const pixelAt = ({ pixels, width, height }: Frame, across: number): Colour => {
  const at = (Math.floor(height / 2) * width + Math.floor(across * width)) * 3;
  return [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
};

describe.skipIf(!hasFfmpeg)(`The picture shown${ffmpegNote}`, () => {
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

  const firstFrame = async (path: string) => {
    const { width, height } = await video.probe(path);
    const [frame] = await video.frames(path, [0], { width, height });
    if (!frame) throw new Error('no frame');
    return frame;
  };

  it.each(cases)('has the colours that the file states: %s', async (_, name, output, expected) => {
    const path = folder.path(name);
    const patches = "geq=lum='if(lt(X,W/2),81,145)':cb='if(lt(X,W/4),90,54)':cr='if(lt(X,W/4),240,34)'";
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', `color=s=320x240:d=0.2:r=10,format=yuv420p,${patches}`],
      ...[...output.split(' '), path],
    ]);
    const frame = await firstFrame(path);
    for (const [i, across] of [0.1, 0.35, 0.8].entries()) {
      for (const [channel, value] of pixelAt(frame, across).entries()) {
        expect(Math.abs(value - (expected[i]?.[channel] ?? 0)), `patch ${i}`).toBeLessThanOrEqual(3);
      }
    }
  });

  /** Light of a screen in nits, and the brightness at which it is shown: nothing clipped below 1000. */
  const nits = [0, 1, 5, 10, 26, 50, 100, 203, 400, 1000];
  const pq = (light: number) => {
    const power = (light / 10_000) ** 0.1593017578125;
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375;
  };
  const hlg = (light: number) => {
    const scene = (light / 1000) ** (1 / 1.2);
    return scene <= 1 / 12
      ? Math.sqrt(3 * scene)
      : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073;
  };

  const greys = async (name: string, transfer: string, signal: (light: number) => number) => {
    const path = folder.path(name);
    const width = nits.length * 16;
    const samples = new Uint16Array(width * 32 * 1.5).fill(512);
    for (let i = 0; i < width * 32; i++) {
      samples[i] = Math.round(64 + 876 * signal(nits[Math.floor((i % width) / 16)] ?? 0));
    }
    const tags = `-color_primaries bt2020 -colorspace bt2020nc -color_trc ${transfer}`;
    const x265 = `log-level=none:lossless=1:colorprim=bt2020:transfer=${transfer}:colormatrix=bt2020nc`;
    await runFfmpeg(
      [
        ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p10le', '-s', `${width}x32`, '-r', '10', '-i', 'pipe:0'],
        ...['-c:v', 'libx265', '-x265-params', x265, ...tags.split(' '), '-tag:v', 'hvc1', path],
      ],
      [new Uint8Array(samples.buffer)],
    );
    expect(await video.probe(path)).toMatchObject({ dynamicRange: 'hdr', bitDepth: 10 });
    const frame = await firstFrame(path);
    return nits.map((_, i) => pixelAt(frame, (i + 0.5) / nits.length));
  };

  it('keeps shadows and highlights apart in high dynamic range, the same for PQ and HLG', async () => {
    const ofPq = await greys('pq.mp4', 'smpte2084', pq);
    const ofHlg = await greys('hlg.mp4', 'arib-std-b67', hlg);
    const levels = ofPq.map(([red]) => red);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(new Set(levels).size).toBe(nits.length);
    expect(levels[0]).toBeLessThan(3);
    // Mid grey is mid grey, white is bright, and there is room above it.
    expect(levels[nits.indexOf(26)]).toBeGreaterThan(90);
    expect(levels[nits.indexOf(26)]).toBeLessThan(130);
    expect(levels[nits.indexOf(203)]).toBeGreaterThan(215);
    expect(levels[nits.indexOf(203)]).toBeLessThan(240);
    for (const [i, [red, green, blue]] of ofPq.entries()) {
      expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThanOrEqual(1);
      expect(Math.abs(red - (ofHlg[i]?.[0] ?? 0))).toBeLessThanOrEqual(2);
    }
  });

  it.each(['interlaced-top-first.mp4', 'interlaced-bottom-first.ts'])(
    'has no combs where two fields differ: %s',
    async (name) => {
      const path = (await trapClips.find((trap) => trap.name === name)?.make(folder.path('.'))) ?? '';
      const [frame] = await video.frames(path, [5], { width: 128, height: 96 });
      const row = (y: number) => [...(frame?.pixels.subarray(y * 128 * 3, (y + 1) * 128 * 3) ?? [])];
      // All lines of the upper half show the same bars: with combs, every other one would be the opposite.
      for (let y = 11; y < 36; y++) {
        const above = row(y - 1);
        const worst = row(y).reduce((most, value, i) => Math.max(most, Math.abs(value - (above[i] ?? 0))), 0);
        expect(worst, `row ${y}`).toBeLessThan(40);
      }
    },
  );
});
