import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoService } from '#main/video/video-service.ts';
import { cases } from '../cases.ts';
import { type DigitTemplates, digitTemplates, readBurntInNumber } from './support/burnt-in-number.ts';
import { ffmpegNote, hasFfmpeg, runFfmpeg } from './support/ffmpeg.ts';
import { footage, footageNote, hasFootage } from './support/footage.ts';
import { chooseAtRandom, meanDifference } from './support/pictures.ts';
import { createLocal } from './support/services.ts';

type Expected = {
  readonly frames: number;
  readonly codec: string;
  readonly size: readonly [number, number];
  readonly rate: number;
  readonly rotation?: number;
  readonly variable?: boolean;
  readonly keys?: number;
};

/** As the footage's own notes have it, from ffmpeg. */
const clips: Readonly<Record<string, Expected>> = {
  'flip_off_box_vp9.mp4': { frames: 230, codec: 'VP9', size: [1768, 994], rate: 30, keys: 4 },
  'balance_cam01.mp4': { frames: 100, codec: 'H.264', size: [1080, 1920], rate: 60 },
  'balance_cam02.mp4': { frames: 100, codec: 'VP9', size: [1080, 1920], rate: 60 },
  'balance_cam03.mp4': { frames: 100, codec: 'H.264', size: [1088, 1920], rate: 60 },
  'balance_cam04.mp4': { frames: 100, codec: 'H.264', size: [1088, 1920], rate: 60 },
  'balance_two_people_cam02.mp4': { frames: 100, codec: 'H.264', size: [1088, 1920], rate: 60 },
  'soccer_juggle_24fps.mp4': { frames: 247, codec: 'H.264', size: [1280, 720], rate: 24, keys: 1 },
  'rotation_0.mov': { frames: 3, codec: 'H.264', size: [568, 320], rate: 30 },
  'rotation_90.mov': { frames: 3, codec: 'H.264', size: [320, 568], rate: 30, rotation: 90 },
  'rotation_180.mov': { frames: 3, codec: 'H.264', size: [568, 320], rate: 30, rotation: 180 },
  'rotation_270.mov': { frames: 3, codec: 'H.264', size: [320, 568], rate: 30, rotation: 270 },
  'nasa_two_video_streams.mp4': { frames: 390, codec: 'H.264', size: [480, 270], rate: 29.97 },
  'pattern_av1.mkv': { frames: 125, codec: 'AV1', size: [640, 360], rate: 25 },
  'numbered_hevc.mp4': { frames: 10, codec: 'HEVC', size: [128, 128], rate: 10 },
  'pattern_hevc_10bit.mp4': { frames: 30, codec: 'HEVC', size: [200, 200], rate: 30 },
  'derived/flip_h264_bframes_gop120.mp4': {
    frames: 230,
    codec: 'H.264',
    size: [960, 540],
    rate: 30,
    keys: 2,
  },
  'derived/flip_h264_pts_offset.ts': { frames: 230, codec: 'H.264', size: [960, 540], rate: 30 },
  'derived/flip_hevc_rot90.mov': { frames: 230, codec: 'HEVC', size: [960, 540], rate: 30, rotation: 270 },
  'derived/flip_av1.webm': { frames: 230, codec: 'AV1', size: [960, 540], rate: 30 },
  'derived/flip_h264_vfr.mp4': { frames: 183, codec: 'H.264', size: [960, 540], rate: 23.84, variable: true },
  'derived/flip_h264_119p88fps.mp4': { frames: 230, codec: 'H.264', size: [960, 540], rate: 119.88 },
};

const numbered = Object.keys(clips).filter((name) => name.startsWith('derived/'));
const keptInVfr = Array.from({ length: 230 }, (_, n) => n).filter((n) => n % 7 !== 3 && (n < 60 || n > 75));
const shownIn = (name: string, index: number) => (name.includes('vfr') ? keptInVfr[index] : index);

describe.skipIf(!hasFootage)(`Real footage${footageNote}`, () => {
  let video: VideoService;
  beforeAll(() => {
    video = createLocal();
  });
  afterAll(() => video[Symbol.asyncDispose]());

  it.each(Object.entries(clips))('has the frames, codec, size and rotation of %s', async (name, expected) => {
    const info = await video.probe(footage(name));
    expect(info).toMatchObject({
      frameCount: expected.frames,
      codec: expected.codec,
      width: expected.size[0],
      height: expected.size[1],
      rotationDegrees: expected.rotation ?? 0,
      variableFrameRate: expected.variable ?? false,
      ...(expected.keys ? { keyFrameCount: expected.keys } : {}),
    });
    expect(info.averageFrameRate).toBeCloseTo(expected.rate, 1);
    expect(info.codecString).toBeTruthy();
    const { timestampsSeconds, keyFrames } = await video.frameTimes(footage(name));
    expect(timestampsSeconds).toHaveLength(expected.frames);
    expect(timestampsSeconds).toEqual([...timestampsSeconds].sort((a, b) => a - b));
    expect(keyFrames[0]).toBe(0);
  });

  it('keeps a first timestamp of 38.44 s', async () => {
    const info = await video.probe(footage('derived/flip_h264_pts_offset.ts'));
    expect(info.firstTimestampSeconds).toBeCloseTo(38.44, 3);
    expect(info.hasAudio).toBe(true);
  });

  it('counts the video tracks and takes the larger of two', async () => {
    const info = await video.probe(footage('nasa_two_video_streams.mp4'));
    expect(info).toMatchObject({ hasAudio: true });
  });

  describe('with the number burnt in', () => {
    const size = { width: 960, height: 540 };
    let templates: DigitTemplates;
    beforeAll(async () => {
      // A wrong frame among these ten would also misread the numbers with two and three digits below.
      const digits = Array.from({ length: 10 }, (_, n) => n);
      const clip = footage('derived/flip_h264_bframes_gop120.mp4');
      templates = digitTemplates(await video.frames(clip, digits, size));
    });

    it.each(numbered)('shows the right one of all frames in one pass: %s', async (name) => {
      const { frameCount } = await video.probe(footage(name));
      const wrong: unknown[] = [];
      for (let start = 0; start < frameCount; start += 40) {
        const indices = Array.from({ length: Math.min(40, frameCount - start) }, (_, i) => start + i);
        for (const frame of await video.frames(footage(name), indices, size)) {
          const shown = readBurntInNumber(frame, templates);
          if (shown !== shownIn(name, frame.index)) wrong.push({ asked: frame.index, shown });
        }
      }
      expect(wrong).toEqual([]);
    });

    it.each(numbered)('shows the right one of frames asked one by one at random: %s', async (name) => {
      await video.close(footage(name));
      const { frameCount } = await video.probe(footage(name));
      const wrong: unknown[] = [];
      for (const index of chooseAtRandom(frameCount, cases(50, 15), 11)) {
        const [frame] = await video.frames(footage(name), [index], size);
        const shown = frame && readBurntInNumber(frame, templates);
        if (shown !== shownIn(name, index)) wrong.push({ asked: index, shown });
      }
      expect(wrong).toEqual([]);
    });
  });

  it('finds the same moment in the source and in each clip made from it', async () => {
    const size = { width: 240, height: 134 };
    const indices = [20, 90, 140, 165, 178, 190];
    const near = indices.flatMap((n) => [n - 2, n - 1, n, n + 1, n + 2]);
    const source = await video.frames(footage('flip_off_box_vp9.mp4'), near, size);
    for (const name of numbered.filter((clip) => !clip.includes('vfr'))) {
      const copies = await video.frames(footage(name), indices, size);
      for (const [i, copy] of copies.entries()) {
        const differences = source
          .slice(i * 5, i * 5 + 5)
          .map((frame) =>
            meanDifference(belowNumber(frame.pixels, size.width), belowNumber(copy.pixels, size.width)),
          );
        expect(differences.indexOf(Math.min(...differences)), `${name} frame ${copy.index}`).toBe(2);
      }
    }
  });

  const compared: readonly (readonly [string, number])[] = [
    ['soccer_juggle_24fps.mp4', 123],
    ['balance_cam02.mp4', 57],
    ['numbered_hevc.mp4', 7],
    ['pattern_hevc_10bit.mp4', 21],
    ['pattern_av1.mkv', 99],
    ['rotation_90.mov', 1],
    ['rotation_180.mov', 2],
    ['rotation_270.mov', 1],
    ['derived/flip_hevc_rot90.mov', 180],
    ['derived/flip_h264_vfr.mp4', 100],
    ['derived/flip_h264_pts_offset.ts', 119],
    ['derived/flip_av1.webm', 200],
  ];
  const untagged: readonly string[] = ['numbered_hevc.mp4', 'pattern_hevc_10bit.mp4'];
  it.skipIf(!hasFfmpeg).each(compared)(
    `gives what ffmpeg decodes, in place, time and colour: %s frame %i${ffmpegNote}`,
    async (name, index) => {
      const { width, height } = await video.probe(footage(name));
      const [frame] = await video.frames(footage(name), [index], { width, height });
      // ffmpeg reads what is untagged as BT.601, the page's decoder and ours as BT.709.
      const matrix = untagged.includes(name) ? 'in_color_matrix=bt709:' : '';
      const filters = `select=eq(n\\,${index}),scale=${matrix}flags=bicubic+accurate_rnd+full_chroma_int`;
      const reference = await runFfmpeg([
        ...['-i', footage(name), '-vf', filters, '-frames:v', '1'],
        ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
      ]);
      expect(meanDifference(frame?.pixels ?? new Uint8Array(), reference)).toBeLessThan(1);
    },
  );
});

/** The picture without the rows that hold the burnt-in number. */
const belowNumber = (pixels: Uint8Array, width: number) => pixels.subarray(12 * width * 3);
