import { basename } from 'node:path';
import { isDeepSportError, type StageProgress } from '#common/domain/index.ts';
import { clipDamaged, trackMissing } from '../clip-errors.ts';
import type { OpenClip } from '../clip-reader.ts';
import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.ts';
import {
  conversionFailed,
  conversionNeedsFfmpeg,
  diskFullWhileConverting,
  diskTooFull,
  ffmpegIncomplete,
} from './conversion-errors.ts';
import { type ConversionAttempt, everyFrame, inputArgs, planConversion } from './conversion-plan.ts';
import type { ConvertedClip } from './conversions.ts';
import type { FrameMap } from './frame-map.ts';
import { isCutOff } from './is-cut-off.ts';
import { proveConversion } from './prove-conversion.ts';
import { parseRawHeader } from './raw-pictures.ts';
import { codecLabel, demuxerLabel } from './source-names.ts';
import { probeSource, type SourceProbe, type SourceVideo } from './source-probe.ts';

export type ConvertParts = {
  readonly openClip: OpenClip;
  readonly findProgram: () => Promise<FfmpegProgram>;
  /** Of the disk that conversions are written to. */
  readonly freeBytes: () => Promise<number>;
};

export type ConvertTask = {
  readonly path: string;
  readonly sizeBytes: number;
  readonly videoTrack: number | undefined;
  readonly signal: AbortSignal;
  readonly onStage: (progress: StageProgress) => void;
};

export type FinishedConversion = {
  readonly clip: Omit<ConvertedClip, 'path'>;
  readonly fileName: string;
  readonly map: FrameMap;
};

type Source = ConvertTask & {
  readonly probe: SourceProbe;
  readonly video: SourceVideo;
  /** For a person: `MPEG-2 in MXF`. */
  readonly format: string;
};

/** Converts a file into the work folder by the first method whose frames are proven to be the source's. */
export async function convertFile(
  parts: ConvertParts,
  task: ConvertTask,
  workFolder: string,
): Promise<FinishedConversion> {
  const probe = await probeSource(task.path);
  const video = chooseVideo(task, probe);
  const container = demuxerLabel(probe.demuxer, basename(task.path)) ?? probe.demuxer;
  const codec = codecLabel(video.codec);
  const source: Source = {
    ...task,
    probe,
    video,
    format: codec === container ? codec : `${codec} in ${container}`,
  };

  const ffmpeg = await parts.findProgram().catch((error) => {
    throw isDeepSportError(error) ? conversionNeedsFfmpeg(task.path, source.format, error) : error;
  });
  const isInterlaced = await looksInterlaced(ffmpeg, source);
  const attempts = planConversion({ ...source, isInterlaced, ffmpegVersion: ffmpeg.version });
  let failure: { readonly reason: string; readonly cause?: unknown } = { reason: '' };
  for (const attempt of attempts) {
    await checkSpace(parts, source, attempt);
    try {
      await runAttempt(ffmpeg, source, attempt, workFolder);
      const proof = await proveConversion(
        { ffmpeg, openClip: parts.openClip },
        {
          attempt,
          streamIndex: video.streamIndex,
          folder: workFolder,
          signal: task.signal,
          onProgress: (done, total) => task.onStage({ stage: 'Checking every frame', done, total }),
        },
      );
      if (proof.kind === 'proven') {
        const { frameCount, map } = proof;
        const tracks = {
          videoTracks: probe.videos.map(toVideoTrack),
          videoTrack: probe.videos.indexOf(video),
        };
        const truncated = await isCutOff(task.path, task.sizeBytes);
        const clip = { container, codec, method: attempt.method, frameCount, truncated, ...tracks };
        return { clip, fileName: attempt.fileName, map };
      }
      failure = { reason: proof.reason };
    } catch (error) {
      if (!isDeepSportError(error)) throw error;
      if (error.code === 'DISK_FULL') throw diskFullWhileConverting(task.path, error);
      if (error.code !== 'CONVERSION_FAILED') throw error;
      failure = { reason: String(error.facts.reason ?? ''), cause: error };
    }
  }
  throw conversionFailed(task.path, source.format, failure.reason, failure.cause);
}

function chooseVideo({ path, videoTrack }: ConvertTask, { videos }: SourceProbe): SourceVideo {
  const chosen =
    videoTrack === undefined ? (videos.find(({ isDefault }) => isDefault) ?? videos[0]) : videos[videoTrack];
  if (!chosen) throw trackMissing(path, videoTrack ?? 0, videos.length);
  return chosen;
}

const toVideoTrack = ({ codec, width, height }: SourceVideo, number: number) => ({
  number,
  codec: codecLabel(codec),
  width,
  height,
});

/** What a slimmed ffmpeg says of a decoder or a format that it was built without. */
const lacksAPart = /suitable output format|not found|not known|unknown|unrecognized/i;

/** Decodes the first frame, whose header says how it is scanned. Fails as Conversions says. */
async function looksInterlaced(ffmpeg: FfmpegProgram, source: Source): Promise<boolean> {
  const { path, video, signal } = source;
  const first = ['-frames:v', '1', '-pix_fmt', 'yuv444p', '-f', 'yuv4mpegpipe', 'pipe:1'];
  let start = '';
  try {
    const args = [
      ...inputArgs(source),
      '-map',
      `0:${video.streamIndex}`,
      ...everyFrame(ffmpeg.version),
      ...first,
    ];
    for await (const chunk of ffmpeg.read(args, { signal })) {
      if (!start.includes('\n')) start += String.fromCharCode(...chunk.subarray(0, 1024));
    }
  } catch (error) {
    if (!isDeepSportError(error) || error.code !== 'CONVERSION_FAILED') throw error;
    const reason = String(error.facts.reason ?? '');
    throw lacksAPart.test(reason)
      ? ffmpegIncomplete(path, source.format, reason, error)
      : clipDamaged(path, error);
  }
  if (!start.includes('\n')) throw clipDamaged(path);
  return parseRawHeader(start.slice(0, start.indexOf('\n'))).isInterlaced;
}

/** Bytes that H.264 at this quality takes for each pixel of detailed pictures. */
const bytesPerPixel = 0.06;

async function checkSpace(parts: ConvertParts, source: Source, { method }: ConversionAttempt): Promise<void> {
  const { video, probe, sizeBytes, path } = source;
  const pixels = video.width * video.height * (video.frameRate || 25) * probe.durationSeconds;
  const needed = method === 'remuxed' ? sizeBytes : Math.round(pixels * bytesPerPixel);
  const free = await parts.freeBytes();
  if (needed > free) throw diskTooFull(path, needed, free);
}

async function runAttempt(
  ffmpeg: FfmpegProgram,
  { probe, signal, onStage }: Source,
  { stage, args }: ConversionAttempt,
  folder: string,
): Promise<void> {
  const total = probe.durationSeconds > 0 ? probe.durationSeconds : null;
  onStage({ stage, done: 0, total });
  await ffmpeg.run(args, {
    signal,
    folder,
    onProgress: ({ timeSeconds }) =>
      onStage({ stage, done: total === null ? timeSeconds : Math.min(timeSeconds, total), total }),
  });
}
