import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipInfo } from '#common/domain/index.ts';
import type { ClipSource } from '#main/video/video-service.ts';
import { writeBarCodedFile } from './bar-coded-file.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { fieldPairs } from './field-coded.ts';
import { type DisplayMatrix, withDisplayMatrix, withEdits } from './mp4-boxes.ts';

/** A small clip with one difficulty in it. Frame n shows `shown[n]` as a bar code, upright and at display size. */
export type TrapClip = {
  readonly name: string;
  readonly what: string;
  readonly frameCount: number;
  readonly shown: readonly number[];
  /** What a probe must find, beside the count. */
  readonly info: Partial<ClipInfo>;
  /** Must be converted before it can be read frame by frame; `frameCount` holds for the converted file. */
  readonly needsConversion: boolean;
  /** How the file in a folder is read: mostly by its path alone. */
  readonly source: (path: string) => ClipSource;
  /** Writes the clip, once for each folder, and gives its path. Needs the ffmpeg program. */
  readonly make: (folder: string) => Promise<string>;
};

type Recipe = {
  readonly what: string;
  /** Arguments for ffmpeg's output; frames at 128×96 unless `size` says otherwise. */
  readonly output?: readonly string[];
  readonly frameCount?: number;
  readonly frameRate?: number;
  readonly shown?: readonly number[];
  readonly info?: Partial<ClipInfo>;
  readonly needsConversion?: boolean;
  readonly source?: (path: string) => ClipSource;
  /** Makes the clip from a plain one in place of encoding it directly. */
  readonly change?: (plain: string, path: string) => Promise<void>;
};

const size = { width: 128, height: 96 };
const count = 60;
const upTo = (end: number, start = 0) => Array.from({ length: end - start }, (_, i) => start + i);
const words = (text: string) => text.split(' ');

const h264 = words('-c:v libx264 -preset ultrafast -sc_threshold 0 -bf 2 -g 30');
const slowH264 = words('-c:v libx264 -preset veryfast -sc_threshold 0');
const hevc = (parameters: string) => [
  ...words('-c:v libx265 -preset ultrafast -x265-params'),
  `log-level=none:keyint=30:bframes=3:${parameters}`,
];
const hdr = (transfer: string) => [
  ...hevc(`colorprim=bt2020:transfer=${transfer}:colormatrix=bt2020nc:range=limited`),
  ...words(`-pix_fmt yuv420p10le -color_primaries bt2020 -colorspace bt2020nc -color_trc ${transfer}`),
  ...words('-color_range tv -tag:v hvc1'),
];
const fromZero = words('-muxdelay 0 -muxpreload 0');

/** Stored as the display matrix undoes it, so that the picture is upright once the matrix is obeyed. */
const turned = (matrix: DisplayMatrix, undo: string, what: string, info: Partial<ClipInfo>): Recipe => ({
  what,
  info: { ...size, ...info },
  async change(_, path) {
    await encode(path, ['-vf', undo, ...h264]);
    await writeFile(path, withDisplayMatrix(await readFile(path), matrix));
  },
});

function fieldCoded(what: string): Recipe {
  const frames = 30;
  return {
    what,
    shown: upTo(frames).map((n) => 2 * n),
    info: { scan: 'interlaced', width: 64, height: 64, averageFrameRate: 25, durationSeconds: frames / 25 },
    async change(_, path) {
      const raw = `${path}.h264`;
      await writeFile(raw, Buffer.concat(fieldPairs(frames).flat()));
      await runFfmpeg([...words('-f h264 -framerate 25 -i'), raw, ...words('-c copy'), ...fromZero, path]);
    },
  };
}

const encode = (path: string, output: readonly string[], frameCount = count, frameRate = 30) =>
  writeBarCodedFile({ path, frameCount, frameRate, size, output });

const recipes: Readonly<Record<string, Recipe>> = {
  'rotation-90.mp4': turned([0, 1, -1, 0], 'transpose=cclock', 'turned a quarter clockwise', {
    rotationDegrees: 90,
  }),
  'rotation-180.mp4': turned([-1, 0, 0, -1], 'hflip,vflip', 'turned upside down', { rotationDegrees: 180 }),
  'rotation-270.mp4': turned([0, -1, 1, 0], 'transpose=clock', 'turned a quarter anticlockwise', {
    rotationDegrees: 270,
  }),
  'mirrored.mov': turned([-1, 0, 0, 1], 'hflip', 'mirrored left to right', {}),
  'flipped.mp4': turned([1, 0, 0, -1], 'vflip', 'mirrored top to bottom', {}),
  'turned-and-mirrored.mp4': turned([0, 1, 1, 0], 'transpose=cclock_flip', 'turned and mirrored', {}),
  'wide-pixels.mp4': {
    what: 'pixels of 4:3, wider than high',
    output: ['-vf', 'setsar=4/3', ...h264],
    info: { width: 171, height: 96 },
  },
  'wide-pixels.ts': {
    what: 'pixels of 4:3, stated in the video stream only',
    output: ['-vf', 'setsar=4/3', ...h264, ...fromZero],
    info: { width: 171, height: 96 },
  },
  'interlaced-top-first.mp4': {
    what: 'interlaced H.264: frame n shows 2n in the upper field and, later, 2n + 1 in the lower',
    output: [
      ...words('-vf tinterlace=interleave_top,setfield=tff -flags +ildct+ilme'),
      ...[...slowH264, ...words('-x264-params tff=1 -bf 2 -g 30')],
    ],
    shown: upTo(count / 2).map((n) => 2 * n),
    info: { scan: 'interlaced', ...size },
  },
  'interlaced-bottom-first.ts': {
    what: 'interlaced H.264 in MPEG-TS: 2n in the lower field and, later, 2n + 1 in the upper',
    output: [
      ...words('-vf tinterlace=interleave_bottom,setfield=bff -flags +ildct+ilme'),
      ...[...slowH264, ...words('-x264-params bff=1 -bf 2 -g 30'), ...fromZero],
    ],
    shown: upTo(count / 2).map((n) => 2 * n),
    info: { scan: 'interlaced', ...size },
  },
  'field-coded.mp4': fieldCoded(
    'H.264 with each field in a packet of its own: frame n shows 2n, then 2n + 1',
  ),
  'field-coded.ts': fieldCoded('the same in MPEG-TS'),
  'interlaced-mpeg2.ts': {
    what: 'interlaced MPEG-2 in MPEG-TS, which must be converted',
    output: [...words('-c:v mpeg2video -flags +ildct+ilme -top 1 -bf 2 -g 15 -q:v 3'), ...fromZero],
    info: { scan: 'interlaced', ...size },
    needsConversion: true,
  },
  'hdr-pq.mp4': {
    what: 'HDR10: HEVC, 10 bits, PQ',
    output: hdr('smpte2084'),
    info: { codec: 'HEVC', bitDepth: 10, dynamicRange: 'hdr' },
  },
  'hdr-hlg.mov': {
    what: 'HLG: HEVC, 10 bits',
    output: hdr('arib-std-b67'),
    info: { codec: 'HEVC', bitDepth: 10, dynamicRange: 'hdr' },
  },
  'second-track.mp4': {
    what: 'the second of two picture tracks, whose numbers begin at 1000',
    shown: upTo(1040, 1000),
    info: { videoTrack: 1, width: 96, height: 64 },
    source: (path) => ({ path, videoTrack: 1 }),
    change: async (plain, path) => {
      const other = `${path}.other.mp4`;
      await writeBarCodedFile({
        path: other,
        frameCount: 40,
        firstNumber: 1000,
        size: { width: 96, height: 64 },
        output: h264,
      });
      await runFfmpeg(['-i', plain, '-i', other, ...words('-map 0 -map 1 -c copy'), path]);
    },
  },
  'edit-list.mp4': {
    what: 'an edit list that trims the beginning, as a cut without re-encoding leaves it',
    shown: upTo(count, 42),
    change: (plain, path) => runQuietly(['-ss', '1.39', '-i', plain, '-c', 'copy', path]),
  },
  'several-edits.mp4': {
    what: 'an edit list of two stretches: every stored frame is there once, in order',
    change: async (plain, path) => {
      // ffmpeg's movie time runs in milliseconds, its 30 frames per second in 15360 ticks.
      const firstFrame = 2 * 512;
      const edits = [
        { durationTicks: 500, mediaTime: firstFrame + 10 * 512 },
        { durationTicks: 700, mediaTime: firstFrame + 35 * 512 },
      ];
      await writeFile(path, withEdits(await readFile(plain), edits));
    },
  },
  'late-start.mp4': {
    what: 'a first frame at 2.5 s, by an empty edit',
    info: { firstTimestampSeconds: 2.5 },
    change: (plain, path) => runQuietly(['-itsoffset', '2.5', '-i', plain, '-c', 'copy', path]),
  },
  'negative-start.mkv': {
    what: 'a first frame before time 0',
    info: { firstTimestampSeconds: -0.5 },
    change: (plain, path) =>
      runQuietly(['-i', plain, ...words('-c copy -output_ts_offset -0.5 -avoid_negative_ts disabled'), path]),
  },
  'variable-rate.mp4': {
    what: 'variable frame rate with gaps',
    output: ['-vf', "select='mod(n,5)*lt(mod(n,29),22)'", '-fps_mode', 'passthrough', ...h264],
    shown: upTo(count).filter((n) => n % 5 !== 0 && n % 29 < 22),
    info: { variableFrameRate: true },
  },
  'open-groups.mp4': {
    what: 'open groups of pictures in H.264, where frames refer across a key frame',
    output: [...slowH264, ...words('-bf 3 -g 20 -x264-params open-gop=1')],
  },
  'open-groups-hevc.mkv': {
    what: 'open groups of pictures in HEVC',
    output: hevc('open-gop=1:keyint=20:min-keyint=20'),
    info: { codec: 'HEVC' },
  },
  'refreshed.mp4': {
    what: 'pictures refreshed column by column: where decoding can start there is no whole picture yet',
    output: [...slowH264, ...words('-x264-params intra-refresh=1:keyint=20')],
  },
  'refreshed.ts': {
    what: 'the same in MPEG-TS',
    output: [...slowH264, ...words('-x264-params intra-refresh=1:keyint=20'), ...fromZero],
  },
  'pyramid.mp4': {
    what: 'B-frames in a pyramid, one key frame',
    output: [...slowH264, ...words('-bf 7 -b-pyramid normal -g 250 -refs 5')],
    info: { keyFrameCount: 1 },
  },
  'high-10.mp4': {
    what: 'H.264 of 10 bits',
    output: [...h264, ...words('-pix_fmt yuv420p10le')],
    info: { bitDepth: 10, codec: 'H.264' },
  },
  'high-444.mkv': {
    what: 'H.264 with colour at full resolution',
    output: [...h264, ...words('-pix_fmt yuv444p')],
    info: { codec: 'H.264' },
  },
  'twelve-bits.mp4': {
    what: 'HEVC of 12 bits',
    output: [...hevc('profile=main12'), ...words('-pix_fmt yuv420p12le')],
    info: { codec: 'HEVC', bitDepth: 12 },
  },
  'prores.mov': {
    what: 'ProRes 4:2:2 of 10 bits',
    output: words('-c:v prores_ks -profile:v 2 -pix_fmt yuv422p10le'),
    info: { codec: 'ProRes', bitDepth: 10, container: 'MOV' },
  },
  'vp8.webm': {
    what: 'VP8 with hidden reference pictures',
    output: words('-c:v libvpx -auto-alt-ref 1 -lag-in-frames 16 -g 40 -b:v 400k'),
    info: { codec: 'VP8' },
  },
  'vp9.webm': {
    what: 'VP9 with hidden reference pictures',
    output: words(
      '-c:v libvpx-vp9 -deadline good -cpu-used 5 -auto-alt-ref 1 -lag-in-frames 16 -g 40 -b:v 200k',
    ),
    info: { codec: 'VP9' },
  },
  'av1.mp4': {
    what: 'AV1',
    output: words('-c:v libaom-av1 -cpu-used 8 -usage realtime -g 30 -b:v 200k'),
    info: { codec: 'AV1' },
  },
  'motion-jpeg.mov': {
    what: 'Motion JPEG in MOV, which must be converted',
    output: words('-c:v mjpeg -q:v 3 -pix_fmt yuvj420p'),
    needsConversion: true,
  },
  'slow-motion.mp4': {
    what: 'captured at 240 frames per second, stored at 30',
    output: h264,
    info: { captureRate: 240, timeScale: 0.125, averageFrameRate: 240, durationSeconds: count / 240 },
    source: (path) => ({ path, captureRate: 240 }),
  },
  'offset.ts': {
    what: 'MPEG-TS that begins at 38.44 s',
    output: [...h264, ...fromZero, '-output_ts_offset', '38.44'],
    info: { container: 'MPEG-TS' },
  },
  'fragments.mp4': {
    what: 'a fragmented MP4',
    output: [...h264, ...words('-movflags +frag_keyframe+empty_moov')],
  },
  'uncompressed-sound.mov': {
    what: 'MOV with uncompressed sound',
    info: { hasAudio: true, container: 'MOV' },
    change: (plain, path) =>
      runQuietly([
        '-i',
        plain,
        ...words('-f lavfi -i sine=d=2 -map 0 -map 1 -c:v copy -c:a pcm_s16be'),
        path,
      ]),
  },
};

const runQuietly = async (args: readonly string[]): Promise<void> => {
  await runFfmpeg(args);
};

export const trapClips: readonly TrapClip[] = Object.entries(recipes).map(([name, recipe]) => {
  const { frameCount = count, frameRate = 30, output = h264, change } = recipe;
  const shown = recipe.shown ?? upTo(frameCount);
  return {
    name,
    what: recipe.what,
    frameCount: shown.length,
    shown,
    info: recipe.info ?? {},
    needsConversion: recipe.needsConversion ?? false,
    source: recipe.source ?? ((path) => path),
    async make(folder) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
      const unfinished = join(folder, `unfinished-${name}`);
      if (change) {
        const plain = join(folder, `plain-for-${name}.mp4`);
        await encode(plain, h264, frameCount, frameRate);
        await change(plain, unfinished);
      } else {
        await encode(unfinished, output, frameCount, frameRate);
      }
      await rename(unfinished, path);
      return path;
    },
  };
});

/** A file with sound and no picture. */
export async function makeSoundOnly(folder: string): Promise<string> {
  const path = join(folder, 'sound-only.mp4');
  await runFfmpeg(words('-f lavfi -i sine=d=1 -c:a aac').concat(path));
  return path;
}
