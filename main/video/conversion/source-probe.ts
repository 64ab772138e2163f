import { basename } from 'node:path';
import {
  AV_CODEC_ID_NONE,
  AV_DISPOSITION_ATTACHED_PIC,
  AV_DISPOSITION_DEFAULT,
  AV_LOG_FATAL,
  type AVCodecID,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  type AVPixelFormat,
  avGetCodecName,
  Dictionary,
  FFmpegError,
  FormatContext,
  Log,
  type Rational,
  type Stream,
} from 'node-av';
import { notAVideo, noVideoTrack } from '../clip-errors.ts';
import { demuxerLabel } from './source-names.ts';

export type SourceVideo = {
  /** Of the stream in the file, as `-map 0:n` takes it. */
  readonly streamIndex: number;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: AVPixelFormat;
  /** Frames per second as the file states it; 0 where it does not. */
  readonly frameRate: number;
  readonly isDefault: boolean;
};

export type SourceAudio = { readonly streamIndex: number; readonly codec: string };

/** What FFmpeg's demuxers see in a file. */
export type SourceProbe = {
  /** As ffmpeg's `-f` takes it. */
  readonly demuxer: string;
  /** 0 where unknown. */
  readonly durationSeconds: number;
  /** The picture tracks in the file's order; cover pictures are none. */
  readonly videos: readonly SourceVideo[];
  readonly audios: readonly SourceAudio[];
};

/**
 * Looks into a file with FFmpeg's demuxers. Only those in `source-names.ts` count, so that a playlist or a text is
 * never followed or drawn. Fails with NOT_A_VIDEO or NO_VIDEO_TRACK.
 */
export async function probeSource(path: string): Promise<SourceProbe> {
  Log.setLevel(AV_LOG_FATAL);
  const format = new FormatContext();
  const options = Dictionary.fromObject({ protocol_whitelist: 'file' });
  try {
    FFmpegError.throwIfError(await format.openInput(`file:${path}`, null, options), 'open');
  } catch (error) {
    throw notAVideo(path, error);
  }
  try {
    const demuxer = format.iformat?.name?.split(',')[0] ?? '';
    if (demuxerLabel(demuxer, basename(path)) === null) throw notAVideo(path);
    await format.findStreamInfo(null);
    const videos = format.streams.filter(isPicture).map(toVideo);
    const audios = format.streams.filter(isDecodableSound).map(toAudio);
    if (videos.length === 0) throw audios.length > 0 ? noVideoTrack(path) : notAVideo(path);
    return { demuxer, durationSeconds: Math.max(0, Number(format.duration) / 1e6), videos, audios };
  } finally {
    await format.closeInput();
  }
}

const isPicture = ({ codecpar, disposition }: Stream): boolean =>
  codecpar.codecType === AVMEDIA_TYPE_VIDEO &&
  codecpar.codecId !== AV_CODEC_ID_NONE &&
  (disposition & AV_DISPOSITION_ATTACHED_PIC) === 0;

const isDecodableSound = ({ codecpar }: Stream): boolean =>
  codecpar.codecType === AVMEDIA_TYPE_AUDIO &&
  codecpar.codecId !== AV_CODEC_ID_NONE &&
  codecpar.sampleRate > 0;

function toVideo({ index, codecpar, avgFrameRate, disposition }: Stream): SourceVideo {
  return {
    streamIndex: index,
    codec: nameOf(codecpar.codecId),
    width: codecpar.width,
    height: codecpar.height,
    pixelFormat: codecpar.format as AVPixelFormat,
    frameRate: toNumber(avgFrameRate),
    isDefault: (disposition & AV_DISPOSITION_DEFAULT) !== 0,
  };
}

const toAudio = ({ index, codecpar }: Stream): SourceAudio => ({
  streamIndex: index,
  codec: nameOf(codecpar.codecId),
});

const nameOf = (codec: AVCodecID): string => avGetCodecName(codec) ?? '';

const toNumber = ({ num, den }: Rational): number => (den > 0 ? num / den : 0);
