import { resolve } from 'node:path';
import {
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUV422P,
  AV_PIX_FMT_YUV422P10LE,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUV444P10LE,
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUVJ422P,
  AV_PIX_FMT_YUVJ444P,
  type AVPixelFormat,
  avcodecFindBestPixFmtOfList,
  avGetPixFmtName,
} from 'node-av';
import { isAtLeast } from '../ffmpeg/ffmpeg-output.ts';
import type { SourceAudio, SourceProbe, SourceVideo } from './source-probe.ts';

/** One way to convert a file, and how its frames are had for the proof. */
export type ConversionAttempt = {
  readonly method: 'remuxed' | 're-encoded';
  /** What a person reads while it runs. */
  readonly stage: string;
  readonly fileName: string;
  /** ffmpeg's arguments for the conversion. */
  readonly args: readonly string[];
  /** ffmpeg's options, before the input and after it, for decoding the source to what the result must hold. */
  readonly sourceInput: readonly string[];
  readonly sourceView: readonly string[];
};

export type PlanInput = {
  readonly path: string;
  readonly probe: SourceProbe;
  readonly video: SourceVideo;
  readonly isInterlaced: boolean;
  readonly ffmpegVersion: string;
};

/** Codecs that our own reader reads, with the container that holds them best. */
const remuxTargets: Readonly<Record<string, 'mp4' | 'mkv' | 'mov'>> = {
  h264: 'mp4',
  hevc: 'mp4',
  vp9: 'mp4',
  av1: 'mp4',
  vp8: 'mkv',
  prores: 'mov',
};

const muxers = { mp4: 'mp4', mkv: 'matroska', mov: 'mov' } as const;
const containerLabels = { mp4: 'MP4', mkv: 'Matroska', mov: 'MOV' } as const;

/** Sound that MP4 holds and that is played everywhere. */
const copiedSound = new Set(['aac', 'mp3', 'opus', 'flac']);

/** The ways to convert, best first: the next one is tried when one fails. */
export function planConversion(input: PlanInput): readonly ConversionAttempt[] {
  const attempts = [reencode(input, input.probe.audios)];
  const remuxed = remux(input);
  if (remuxed) attempts.unshift(remuxed);
  // Sound that cannot be converted must not cost the pictures.
  if (input.probe.audios.length > 0) attempts.push(reencode(input, []));
  return attempts;
}

/** How ffmpeg is told to open the source: by the demuxer that was found, and no other file than this one. */
export const inputArgs = ({ path, probe }: Pick<PlanInput, 'path' | 'probe'>): readonly string[] => [
  ...['-protocol_whitelist', 'file,pipe', '-max_error_rate', '1', '-f', probe.demuxer],
  ...['-i', `file:${resolve(path)}`],
];

/** Every decoded frame once, at its own time. */
export const everyFrame = (ffmpegVersion: string): readonly string[] => [
  isAtLeast(ffmpegVersion, 5, 1) ? '-fps_mode' : '-vsync',
  'passthrough',
  '-enc_time_base',
  isAtLeast(ffmpegVersion, 6, 1) ? 'demux' : '-1',
];

function remux(input: PlanInput): ConversionAttempt | null {
  const { video, probe } = input;
  const target = remuxTargets[video.codec];
  if (!target) return null;
  const fileName = `clip.${target}`;
  const tag = video.codec === 'hevc' ? ['-tag:v', 'hvc1'] : [];
  return {
    method: 'remuxed',
    stage: `Copying into ${containerLabels[target]}`,
    fileName,
    args: [
      ...['-fflags', '+genpts', ...inputArgs(input), ...streamArgs(video, probe.audios)],
      ...['-c:v', 'copy', ...tag, '-f', muxers[target], fileName],
    ],
    // The turn of the picture stays a flag, and coded planes lie before it.
    sourceInput: ['-noautorotate', ...inputArgs(input)],
    sourceView: [],
  };
}

function reencode(input: PlanInput, audios: readonly SourceAudio[]): ConversionAttempt {
  const { video, isInterlaced, ffmpegVersion } = input;
  const fileName = 'clip.mp4';
  const view = pictureView(video);
  const groupLength = Math.min(60, Math.max(12, Math.round(video.frameRate || 25)));
  return {
    method: 're-encoded',
    stage: 'Converting to H.264',
    fileName,
    args: [
      ...[...inputArgs(input), ...streamArgs(video, audios), ...everyFrame(ffmpegVersion), ...view],
      // Without B-frames the order of decoding is the order of showing, and stepping back costs less.
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '12', '-bf', '0'],
      ...['-g', String(groupLength), '-sc_threshold', '0'],
      ...(isInterlaced ? ['-flags:v', '+ildct+ilme'] : []),
      ...['-f', 'mp4', fileName],
    ],
    sourceInput: inputArgs(input),
    sourceView: view,
  };
}

function streamArgs(video: SourceVideo, audios: readonly SourceAudio[]): readonly string[] {
  const sound = audios.flatMap(({ streamIndex, codec }, n) => [
    ...['-map', `0:${streamIndex}`, `-c:a:${n}`],
    ...(copiedSound.has(codec) ? ['copy'] : ['aac', `-b:a:${n}`, '256k']),
  ]);
  return [
    '-map',
    `0:${video.streamIndex}`,
    ...sound,
    '-map_chapters',
    '-1',
    '-max_muxing_queue_size',
    '9999',
  ];
}

const limitedFormats = [AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV444P];
const deepFormats = [AV_PIX_FMT_YUV420P10LE, AV_PIX_FMT_YUV422P10LE, AV_PIX_FMT_YUV444P10LE];
const fullFormats: readonly AVPixelFormat[] = [AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P];

/** Pictures in the nearest of the formats that H.264 has: the same depth up to 10 bits, no less colour resolution. */
function pictureView({ pixelFormat, width, height }: SourceVideo): readonly string[] {
  const source = avGetPixFmtName(pixelFormat) ?? '';
  const isRgb = /^(pal8|rgb|bgr|gbr|argb|abgr|rgba|bgra|0rgb|0bgr|x2)/.test(source);
  const all = fullFormats.includes(pixelFormat) ? fullFormats : [...limitedFormats, ...deepFormats];
  const fitting = all.filter((_, n) => allowsSize(n % 3, width, height));
  // Grey fits every sampling alike, and the coarsest costs least.
  const candidates = /^(gray|mono)/.test(source)
    ? fitting.filter((_, n) => n % (fitting.length / 2) === 0)
    : fitting;
  const format = isRgb ? AV_PIX_FMT_YUV444P : avcodecFindBestPixFmtOfList(candidates, pixelFormat);
  const matrix = isRgb ? ['-vf', 'scale=out_color_matrix=bt709:out_range=tv'] : [];
  const tags = isRgb ? ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'] : [];
  return [...matrix, '-pix_fmt', avGetPixFmtName(format) ?? 'yuv444p', ...tags];
}

/** Colour at half width or half height needs an even one. */
const allowsSize = (sampling: number, width: number, height: number): boolean =>
  (sampling === 2 || width % 2 === 0) && (sampling !== 0 || height % 2 === 0);
