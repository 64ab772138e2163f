import { basename } from 'node:path';
import { type ClipInfo, DeepSportError, type ErrorCode, isDeepSportError } from '#common/domain/index.ts';
import { fileChanged } from '../clip-errors.ts';
import { isKeyOf, readingKey, readingOf } from '../clip-reading.ts';
import { type FileStamp, isSameStamp, readFileStamp } from '../file-stamp.ts';
import type { ClipReading, ClipSource, OpenOptions, VideoService } from '../video-service.ts';
import type { Conversions, ConvertedClip } from './conversions.ts';

export type ConvertingVideoServiceParts = {
  readonly video: VideoService;
  /** Closed with the service. */
  readonly conversions: Conversions;
};

/** A converted file that stands for a clip's track, and what the clip's own file was like then. */
type StandIn = { readonly clip: ConvertedClip; readonly stamp: FileStamp };

type Ask<Result> = (reading: ClipReading) => Promise<Result>;

/** NOT_A_VIDEO too: our reader knows a few containers, FFmpeg many, and says so itself when it knows none. */
const worthConverting: readonly ErrorCode[] = ['CONTAINER_UNSUPPORTED', 'CODEC_UNSUPPORTED', 'NOT_A_VIDEO'];

/**
 * A video service that opens every file ffmpeg knows: what the one below cannot read is converted once, and what
 * the conversion holds is given under the clip's own name and frame numbers.
 */
export function createConvertingVideoService({
  video,
  conversions,
}: ConvertingVideoServiceParts): VideoService {
  const standIns = new Map<string, StandIn>();

  const keyOf = ({ path, videoTrack }: ClipReading) => readingKey({ path, videoTrack });

  const forget = async (path: string): Promise<void> => {
    for (const [key, { clip }] of standIns) {
      if (!isKeyOf(key, path)) continue;
      standIns.delete(key);
      // Two files with the same content share a conversion.
      if (![...standIns.values()].some((other) => other.clip.path === clip.path))
        await video.close(clip.path);
    }
  };

  /** What stands for the reading; undefined where its own file is read. Fails when that is not what it was. */
  const standInOf = async (reading: ClipReading): Promise<StandIn | undefined> => {
    const known = standIns.get(keyOf(reading));
    if (!known) return undefined;
    const stamp = await readFileStamp(reading.path).catch(async (error) => {
      await forget(reading.path);
      throw error;
    });
    if (isSameStamp(known.stamp, stamp)) return known;
    await forget(reading.path);
    throw fileChanged(reading.path);
  };

  const convert = async (reading: ClipReading, options: OpenOptions | undefined): Promise<StandIn> => {
    const { path, videoTrack } = reading;
    const stamp = await readFileStamp(path);
    const clip = await conversions.convert(path, {
      videoTrack,
      signal: options?.signal,
      onStage: options?.onStage,
    });
    if (!isSameStamp(stamp, await readFileStamp(path))) throw fileChanged(path);
    const standIn = { clip, stamp };
    standIns.set(keyOf(reading), standIn);
    return standIn;
  };

  const askStandIn = async <Result>(
    reading: ClipReading,
    { clip }: StandIn,
    ask: Ask<Result>,
  ): Promise<Result> => {
    try {
      return await ask({ path: clip.path, captureRate: reading.captureRate });
    } catch (error) {
      throw isDeepSportError(error) ? renamed(error, clip.path, reading.path) : error;
    }
  };

  const call = async <Result>(
    source: ClipSource,
    options: OpenOptions | undefined,
    ask: Ask<Result>,
  ): Promise<{ readonly result: Result; readonly standIn: StandIn | undefined }> => {
    const reading = readingOf(source);
    const known = await standInOf(reading);
    if (known) {
      try {
        return { result: await askStandIn(reading, known, ask), standIn: known };
      } catch (error) {
        // Somebody removed or replaced the conversion: it is made again below.
        if (!hasCode(error, 'FILE_MISSING', 'FILE_CHANGED')) throw error;
        await forget(reading.path);
      }
    } else {
      try {
        return { result: await ask(reading), standIn: undefined };
      } catch (error) {
        if (!hasCode(error, ...worthConverting)) throw error;
        const standIn = await convert(reading, options).catch((failure) => {
          // What neither knows is best said by the one that knows files by sight.
          throw hasCode(failure, 'NOT_A_VIDEO') ? error : failure;
        });
        return { result: await askStandIn(reading, standIn, ask), standIn };
      }
    }
    const again = await convert(reading, options);
    return { result: await askStandIn(reading, again, ask), standIn: again };
  };

  const give = async <Result>(source: ClipSource, options: OpenOptions | undefined, ask: Ask<Result>) =>
    (await call(source, options, ask)).result;

  return {
    async probe(source, options) {
      const { result, standIn } = await call(source, options, (reading) => video.probe(reading, options));
      return standIn ? standingFor(readingOf(source).path, standIn, result) : result;
    },
    frameTimes: (source, options) => give(source, options, (reading) => video.frameTimes(reading, options)),
    frames: (source, indices, size, options) =>
      give(source, options, (reading) => video.frames(reading, indices, size, options)),
    picture: (source, index, format, bounds, options) =>
      give(source, options, (reading) => video.picture(reading, index, format, bounds, options)),
    fingerprint: (source, index, options) =>
      give(source, options, (reading) => video.fingerprint(reading, index, options)),
    sound: (source, request, options) =>
      give(source, options, (reading) => video.sound(reading, request, options)),
    track: (source, search, options) =>
      give(source, { signal: options.signal }, (reading) => video.track(reading, search, options)),
    playablePath: (source, options) =>
      give(source, options, (reading) => video.playablePath(reading, options)),

    async close(path) {
      await forget(path);
      await video.close(path);
    },

    async [Symbol.asyncDispose]() {
      standIns.clear();
      await conversions[Symbol.asyncDispose]();
      await video[Symbol.asyncDispose]();
    },
  };
}

const hasCode = (error: unknown, ...codes: readonly ErrorCode[]): boolean =>
  isDeepSportError(error) && codes.includes(error.code);

function standingFor(
  path: string,
  { clip, stamp }: StandIn,
  info: Omit<ClipInfo, 'id'>,
): Omit<ClipInfo, 'id'> {
  const { container, codec, method, truncated, videoTracks, videoTrack } = clip;
  return {
    ...info,
    name: basename(path),
    sizeBytes: stamp.sizeBytes,
    truncated,
    convertedFrom: { container, codec, method },
    videoTracks,
    videoTrack,
  };
}

/** The error with the clip's own name in place of the converted file's. */
function renamed(error: DeepSportError, convertedPath: string, path: string): DeepSportError {
  const name = basename(convertedPath);
  if (!error.message.includes(name)) return error;
  const facts = error.facts.name === name ? { ...error.facts, name: basename(path) } : error.facts;
  const sentence = error.message.replaceAll(name, basename(path));
  return new DeepSportError(error.code, sentence, facts, { cause: error });
}
