import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame as EncoderFrame } from 'node-av';
import { type BurnIn, type FrameRange, frameRangeLength, type Size } from '#common/domain/index.ts';
import type { VideoService } from '../video-service.ts';
import type { Container } from './clip-muxer.ts';
import { type ExportClip, timesOf } from './export-clip.ts';
import { checkFont } from './font-check.ts';
import { commonTimescale, joinTicks, toTicks, writableTimescale } from './frame-ticks.ts';
import { openPictureChain } from './picture-chain.ts';
import { readFrames } from './read-frames.ts';
import { openSoundTrack } from './sound-track.ts';
import { writeEncoded } from './write-encoded.ts';
import { writeScript } from './write-script.ts';

export type ExactPart = {
  readonly clip: ExportClip;
  readonly range: FrameRange;
  readonly burnIn: BurnIn | null;
  /** Ticks per second of the clip's own clock. */
  readonly timeResolution: number;
};

export type ExactCut = {
  readonly video: VideoService;
  readonly parts: readonly ExactPart[];
  readonly path: string;
  readonly container: Container;
  readonly sound: boolean;
  readonly signal: AbortSignal;
  readonly onPicture: (done: number, total: number) => void;
};

/** Memory for pictures on their way. */
const batchBytes = 48 * 2 ** 20;
/** A script lists every frame's number, and libass looks through all of it for each picture. */
const framesPerScript = 500;

/** Encodes ranges anew, one after the other, each frame as the viewer shows it and at its own time. */
export async function cutExactly(cut: ExactCut): Promise<void> {
  const { parts, path, container, signal } = cut;
  const [first] = parts;
  if (!first) return;
  if (parts.some(({ burnIn }) => burnIn)) await checkFont();
  const outputSize = evenSize(first.clip.info);
  const timescale = commonTimescale(parts.map((part) => writableTimescale(part.timeResolution)));
  const ticks = joinTicks(
    parts.map(({ clip, range }) => {
      const { times, durationSeconds } = timesOf(clip, range.start, range.end);
      return toTicks(times, durationSeconds, timescale);
    }),
  );
  const folder = await mkdtemp(join(tmpdir(), 'deepsport-export-'));
  try {
    await writeEncoded({
      path,
      container,
      ticks,
      frames: encoderFrames(cut, outputSize, folder),
      frameRate: first.clip.info.averageFrameRate,
      openSound: () => exactSound(cut),
      signal,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function exactSound({ sound, parts, video, container, signal }: ExactCut) {
  if (!sound || !parts.some(({ clip }) => clip.info.hasAudio)) return null;
  const stretches = parts.map(({ clip, range }) => {
    const { times, durationSeconds } = timesOf(clip, range.start, range.end);
    const source = clip.info.hasAudio ? clip.reading : null;
    return { source, startSeconds: times[0] ?? 0, durationSeconds };
  });
  return openSoundTrack(video, stretches, container, signal);
}

/** The frames of all parts, numbered through from 0, as the encoder takes them; each valid until the next. */
async function* encoderFrames(
  cut: ExactCut,
  outputSize: Size,
  folder: string,
): AsyncGenerator<EncoderFrame, void, void> {
  const total = cut.parts.reduce((sum, { range }) => sum + frameRangeLength(range), 0);
  let done = 0;
  for (const part of cut.parts) {
    const size = sizeWithin(part.clip.info, outputSize);
    for (let start = part.range.start; start <= part.range.end; start += framesPerScript) {
      const range = { start, end: Math.min(part.range.end, start + framesPerScript - 1) };
      const scriptPath = await writeScript(part, range, size, folder);
      using chain = await openPictureChain({ size, outputSize, scriptPath });
      const { video, signal } = cut;
      const source = part.clip.reading;
      for await (const frame of readFrames({ video, source, range, size, batchBytes, signal })) {
        const picture = await chain.convert(frame.pixels, frame.index - range.start);
        picture.pts = BigInt(done);
        yield picture;
        done += 1;
        cut.onPicture(done, total);
      }
    }
  }
}

/** Codecs with halved colour take even sizes only: one row or column of black is added to an odd one. */
const evenSize = ({ width, height }: Size): Size => ({
  width: width + (width % 2),
  height: height + (height % 2),
});

/** The largest size of this shape within another, the picture's own where that is what differs by the even pixel. */
function sizeWithin(size: Size, bounds: Size): Size {
  const own = evenSize(size);
  if (own.width === bounds.width && own.height === bounds.height)
    return { width: size.width, height: size.height };
  const scale = Math.min(bounds.width / size.width, bounds.height / size.height);
  const scaled = (side: number, most: number) => Math.max(1, Math.min(most, Math.round(side * scale)));
  return { width: scaled(size.width, bounds.width), height: scaled(size.height, bounds.height) };
}
