import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErrorCode, isDeepSportError, throwIfCancelled } from '#common/domain/index.ts';
import type { OpenClip, OpenedClipReader } from '../clip-reader.ts';
import type { FfmpegProgram } from '../ffmpeg/ffmpeg-program.ts';
import { type ConversionAttempt, everyFrame } from './conversion-plan.ts';
import { type FrameMap, firstTimeOff, hashDigits, parseFrameTimes } from './frame-map.ts';
import { createFrameMatch } from './frame-match.ts';
import { type RawPicture, rawPictures } from './raw-pictures.ts';
import { smallPicture } from './small-picture.ts';

export type ProofTask = {
  readonly attempt: ConversionAttempt;
  /** Of the source's picture track. */
  readonly streamIndex: number;
  /** Where the result lies. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
};

export type ProofParts = { readonly ffmpeg: FfmpegProgram; readonly openClip: OpenClip };

export type Proof =
  | { readonly kind: 'proven'; readonly frameCount: number; readonly map: FrameMap }
  | { readonly kind: 'refused'; readonly reason: string };

/** All that is in the MP4 file: old versions write an edit that ends before the last frame. */
const resultInput = ['-ignore_editlist', '1', '-f', 'mp4', '-i'];

const timesFile = 'source-times.txt';

const passedOn: readonly ErrorCode[] = ['CANCELLED', 'DISK_FULL', 'CONVERSION_FAILED', 'FFMPEG_MISSING'];

const refused = (reason: string): Proof => ({ kind: 'refused', reason });

/**
 * Decodes the source by ffmpeg and the result by our own reader, frame beside frame. Copied pictures must have the
 * very same planes. Re-encoded ones are decoded by ffmpeg too: what it shows must look like the source, and must be
 * what our reader has under that number, plane for plane.
 */
export async function proveConversion(parts: ProofParts, task: ProofTask): Promise<Proof> {
  const { attempt, folder, signal } = task;
  const path = join(folder, attempt.fileName);
  try {
    await using reader = await parts.openClip(path, { signal });
    return await compareFrames(parts, task, reader);
  } catch (error) {
    // What our reader says of the result is said about this conversion, not about the source.
    const isReaders = isDeepSportError(error) && !passedOn.includes(error.code);
    if (isReaders) return refused(error.message.replaceAll(attempt.fileName, 'the conversion'));
    throw error;
  }
}

async function compareFrames(
  { ffmpeg }: ProofParts,
  { attempt, streamIndex, folder, signal, onProgress }: ProofTask,
  reader: OpenedClipReader,
): Promise<Proof> {
  const isCopy = attempt.method === 'remuxed';
  const { frameCount } = reader.info;
  const picked = ['-map', `0:${streamIndex}`, ...everyFrame(ffmpeg.version)];
  const asPictures = [...everyFrame(ffmpeg.version), '-strict', '-1', '-f', 'yuv4mpegpipe', 'pipe:1'];
  const source = rawPictures(
    ffmpeg.read(
      [
        ...[...attempt.sourceInput, ...picked, '-c:v', 'wrapped_avframe', '-f', 'framecrc', timesFile],
        ...['-map', `0:${streamIndex}`, ...attempt.sourceView, ...asPictures],
      ],
      { signal, folder },
    ),
  );
  const result = isCopy
    ? null
    : rawPictures(
        ffmpeg.read([...resultInput, attempt.fileName, '-map', '0:v:0', ...asPictures], { signal, folder }),
      );
  const match = createFrameMatch();
  let sourceHashes = '';
  let resultHashes = '';
  try {
    for (let n = 0; ; n++) {
      const [sourceNext, resultNext, planes] = await all([
        source.next(),
        result?.next(),
        n < frameCount ? reader.planes(n, () => !signal.aborted) : undefined,
      ]);
      throwIfCancelled(signal);
      const isEnd = sourceNext.done === true;
      if (isEnd !== n >= frameCount) {
        const count = isEnd ? n : `more than ${frameCount}`;
        return refused(`the file decodes to ${count} frames, its conversion to ${frameCount}`);
      }
      if (sourceNext.done) break;
      const sourceHash = planesHash(sourceNext.value);
      const ownHash = planes?.planesSha256 ?? '';
      if (result) {
        if (!resultNext || resultNext.done) return refused(`frame ${n} of the conversion is missing`);
        const misfit = match.add(smallPicture(sourceNext.value), smallPicture(resultNext.value));
        if (misfit !== null) return refused(`frame ${misfit} is not the same picture`);
        if (planesHash(resultNext.value) !== ownHash) return refused(`frame ${n} is read as another one`);
      } else if (sourceHash !== ownHash) {
        return refused(`frame ${n} is not the same picture`);
      }
      sourceHashes += sourceHash.slice(0, hashDigits);
      resultHashes += ownHash.slice(0, hashDigits);
      onProgress(n + 1, frameCount);
    }
  } finally {
    await Promise.all([source.return(), result?.return()]);
  }
  const misfit = match.end();
  if (misfit !== null) return refused(`frame ${misfit} is not the same picture`);
  const times = parseFrameTimes(await readFile(join(folder, timesFile), 'utf8'));
  await rm(join(folder, timesFile));
  if (times.sourceTimestamps.length !== frameCount) return refused('its timestamps could not be read');
  const timeOff = firstTimeOff(times, reader.times.timestampsSeconds);
  if (timeOff !== null) return refused(`frame ${timeOff} is shown at another time`);
  return {
    kind: 'proven',
    frameCount,
    map: { ...times, sourceHashes, resultHashes: isCopy ? null : resultHashes },
  };
}

const planesHash = ({ planes }: RawPicture): string => createHash('sha256').update(planes).digest('hex');

/** As Promise.all, but never fails while one of them is still at work. */
async function all<const Work extends readonly unknown[]>(
  work: Work,
): Promise<{ -readonly [Key in keyof Work]: Awaited<Work[Key]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
