import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame as EncoderFrame } from 'node-av';
import {
  type BurnIn,
  type Frame,
  type FrameRange,
  frameRangeLength,
  type Size,
  throwIfCancelled,
} from '#common/domain/index.ts';
import type { VideoService } from '../video-service.ts';
import type { Container } from './clip-muxer.ts';
import { type ExportClip, timesOf } from './export-clip.ts';
import { checkFont } from './font-check.ts';
import { commonTimescale, joinTicks, toTicks, writableTimescale } from './frame-ticks.ts';
import { openPictureChain } from './picture-chain.ts';
import { openSoundTrack } from './sound-track.ts';
import { type EncoderSettings, openVideoEncoder, type VideoEncoder } from './video-encoder.ts';
import { type WrittenPicture, writeClip } from './write-clip.ts';
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

/** Memory for pictures on their way, of which two batches are there at a time. */
const batchBytes = 48 * 2 ** 20;
/** A script lists every frame's number, and libass looks through all of it for each picture. */
const framesPerScript = 500;
/** What x264 runs ahead with these settings. */
const x264Depth = 2;

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
  const frames = encoderFrames(cut, outputSize, folder);
  let encoder: VideoEncoder | null = null;
  try {
    // The first picture tells the encoder what they are like.
    const opening = await frames.next();
    if (opening.done) return;
    encoder = await openVideoEncoder(
      exactSettings(container, first.clip.info.averageFrameRate),
      opening.value,
    );
    const parameters = encoder.parameters();
    using _ = parameters;
    using sound = await exactSound(cut);
    const pictures = encodeAll(encoder, opening.value, frames, signal);
    const reorderDepth = container === 'webm' ? 0 : x264Depth;
    await writeClip({ path, container, track: { parameters }, ticks, reorderDepth, pictures, sound });
  } finally {
    await frames.return();
    encoder?.[Symbol.dispose]();
    await rm(folder, { recursive: true, force: true });
  }
}

function exactSettings(container: Container, frameRate: number): EncoderSettings {
  const keyframes = String(Math.max(1, Math.round(frameRate)));
  if (container === 'webm') {
    const options = {
      crf: '20',
      b: '0',
      deadline: 'good',
      'cpu-used': '5',
      'row-mt': '1',
      'auto-alt-ref': '0',
      'lag-in-frames': '0',
      g: keyframes,
    };
    return { encoder: 'libvpx-vp9', options, frameRate, globalHeader: true };
  }
  const options = { preset: 'veryfast', crf: '16', bf: '2', g: keyframes, profile: 'high' };
  return { encoder: 'libx264', options, frameRate, globalHeader: true };
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

async function* encodeAll(
  encoder: VideoEncoder,
  first: EncoderFrame,
  rest: AsyncGenerator<EncoderFrame, void, void>,
  signal: AbortSignal,
): AsyncGenerator<WrittenPicture, void, void> {
  yield* encoder.encode(first);
  for await (const frame of rest) {
    throwIfCancelled(signal);
    yield* encoder.encode(frame);
  }
  yield* encoder.encode(null);
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
      for await (const frame of readFrames(cut, part, range, size)) {
        const picture = await chain.convert(frame.pixels, frame.index - range.start);
        picture.pts = BigInt(done);
        yield picture;
        done += 1;
        cut.onPicture(done, total);
      }
    }
  }
}

/** Frames of a range in order; the next ones are decoded while these are encoded. */
async function* readFrames(
  { video, signal }: ExactCut,
  { clip }: ExactPart,
  range: FrameRange,
  size: Size,
): AsyncGenerator<Frame, void, void> {
  const perBatch = Math.max(1, Math.min(32, Math.floor(batchBytes / (size.width * size.height * 3))));
  const read = (start: number) => {
    const count = Math.min(perBatch, range.end - start + 1);
    const indices = Array.from({ length: Math.max(0, count) }, (_, i) => start + i);
    const batch = count > 0 ? video.frames(clip.reading, indices, size, { signal }) : Promise.resolve([]);
    // Whoever awaits it hears of a failure; nobody may after a cancel.
    batch.catch(() => {});
    return batch;
  };
  let next = read(range.start);
  for (let start = range.start; start <= range.end; start += perBatch) {
    const batch = await next;
    next = read(start + perBatch);
    yield* batch;
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
