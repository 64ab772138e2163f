import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame as EncoderFrame } from 'node-av';
import { throwIfCancelled } from '#common/domain/index.ts';
import type { VideoService } from '../video-service.ts';
import type { Container } from './clip-muxer.ts';
import type { ExactPart } from './exact-cut.ts';
import { timesOf } from './export-clip.ts';
import { checkFont } from './font-check.ts';
import { toTicks, writableTimescale } from './frame-ticks.ts';
import { openPictureChain } from './picture-chain.ts';
import { openSoundTrack, type SoundStretch } from './sound-track.ts';
import { type StackGrid, stackGrid } from './stack-grid.ts';
import { planStack, type StackPlan, type StackTile, tileFrame, tileSpan } from './stack-plan.ts';
import { type TilePicture, tilePictures } from './stack-tile.ts';
import { writeEncoded } from './write-encoded.ts';

export type StackPartToCut = ExactPart & { readonly syncFrame: number };

export type StackCut = {
  readonly video: VideoService;
  readonly parts: readonly StackPartToCut[];
  /** The part whose sound is heard; null for none. */
  readonly sound: number | null;
  readonly path: string;
  readonly container: Container;
  readonly signal: AbortSignal;
  readonly onPicture: (done: number, total: number) => void;
};

export type StackOutcome = {
  readonly frameCount: number;
  readonly framesPerSecond: number;
  /** The part that gives the pace, by its place. */
  readonly pace: number;
};

/** Memory for pictures of all tiles on their way. */
const batchBytes = 48 * 2 ** 20;

/** Encodes ranges side by side, the sync frames of all at one instant, each frame as the viewer shows it. */
export async function cutStack(cut: StackCut): Promise<StackOutcome> {
  const { parts, path, container, signal } = cut;
  if (parts.some(({ burnIn }) => burnIn)) await checkFont();
  const tiles = parts.map(tileOf);
  const plan = planStack(tiles);
  const grid = stackGrid(parts.map(({ clip }) => clip.info));
  const fastest = parts[plan.pace];
  const framesPerSecond = tiles[plan.pace]?.framesPerSecond ?? 1;
  // The file's own clock counts its own time, not that of its camera.
  const resolution = fastest && fastest.clip.timeScale === 1 ? fastest.timeResolution : 0;
  const duration = plan.endSeconds - (plan.timesSeconds[0] ?? 0);
  const folder = await mkdtemp(join(tmpdir(), 'deepsport-stack-'));
  try {
    await writeEncoded({
      path,
      container,
      ticks: toTicks(plan.timesSeconds, duration, writableTimescale(resolution)),
      frames: stackedFrames(cut, tiles, plan, grid, folder),
      frameRate: framesPerSecond,
      openSound: () => soundOf(cut, tiles, plan),
      signal,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { frameCount: plan.timesSeconds.length, framesPerSecond, pace: plan.pace };
}

function tileOf({ clip, range, syncFrame }: StackPartToCut): StackTile {
  const { timeScale, info } = clip;
  const { times, durationSeconds } = timesOf(clip, range.start, range.end);
  return {
    timestampsSeconds:
      timeScale === 1 ? clip.timestampsSeconds : clip.timestampsSeconds.map((time) => time * timeScale),
    rangeEndSeconds: ((times[0] ?? 0) + durationSeconds) * timeScale,
    range,
    syncFrame,
    framesPerSecond: info.averageFrameRate / timeScale,
  };
}

async function* stackedFrames(
  cut: StackCut,
  tiles: readonly StackTile[],
  { timesSeconds }: StackPlan,
  { size, places }: StackGrid,
  folder: string,
): AsyncGenerator<EncoderFrame, void, void> {
  const { video, parts, signal } = cut;
  const canvas = new Uint8Array(size.width * size.height * 3);
  const perTile = batchBytes / parts.length;
  const readers = parts.map((part, at) => {
    const place = places[at];
    if (!place) throw new Error(`part ${at} has no place`);
    const request = { video, part, size: place, folder, name: `tile-${at}`, batchBytes: perTile, signal };
    return { place, pictures: tilePictures(request), shown: -1 };
  });
  using chain = await openPictureChain({ size, outputSize: size, scriptPath: null });
  try {
    for (const [number, timeSeconds] of timesSeconds.entries()) {
      throwIfCancelled(signal);
      for (const [at, reader] of readers.entries()) {
        const tile = tiles[at];
        const wanted = tile ? tileFrame(tile, timeSeconds) : reader.shown;
        if (wanted === reader.shown) continue;
        const picture = await pictureOf(reader.pictures, wanted);
        draw(canvas, size.width, picture, reader.place);
        reader.shown = wanted;
      }
      const frame = await chain.convert(canvas, number);
      frame.pts = BigInt(number);
      yield frame;
      cut.onPicture(number + 1, timesSeconds.length);
    }
  } finally {
    await Promise.all(readers.map(({ pictures }) => pictures.return()));
  }
}

/** Frames that no picture of the stack falls on are passed over. */
async function pictureOf(pictures: AsyncGenerator<TilePicture, void, void>, wanted: number) {
  for (;;) {
    const { done, value } = await pictures.next();
    if (done || !value) throw new Error(`frame ${wanted} did not come`);
    if (value.frame === wanted) return value.rgb;
  }
}

function draw(canvas: Uint8Array, width: number, rgb: Uint8Array, place: StackGrid['places'][number]): void {
  const row = place.width * 3;
  for (let y = 0; y < place.height; y++) {
    canvas.set(rgb.subarray(y * row, (y + 1) * row), ((place.top + y) * width + place.left) * 3);
  }
}

/** Of one part, in its place in time; slowed-down clips are silent, for their sound is not. */
async function soundOf(
  { sound, parts, video, container, signal }: StackCut,
  tiles: readonly StackTile[],
  plan: StackPlan,
) {
  const part = sound === null ? undefined : parts[sound];
  const tile = tiles[sound ?? -1];
  if (!part || !tile || !part.clip.info.hasAudio || part.clip.timeScale !== 1) return null;
  const begins = plan.timesSeconds[0] ?? 0;
  const { startSeconds, endSeconds } = tileSpan(tile);
  const silence = (durationSeconds: number): SoundStretch => ({
    source: null,
    startSeconds: 0,
    durationSeconds,
  });
  const heard: SoundStretch = {
    source: part.clip.reading,
    startSeconds: part.clip.timestampsSeconds[part.range.start] ?? 0,
    durationSeconds: endSeconds - startSeconds,
  };
  const stretches = [silence(startSeconds - begins), heard, silence(plan.endSeconds - endSeconds)];
  return openSoundTrack(
    video,
    stretches.filter(({ durationSeconds }) => durationSeconds > 0),
    container,
    signal,
  );
}

/** What a person should know of a stack: its rate, and what is not heard. */
export function stackNote(parts: readonly StackPartToCut[], framesPerSecond: number, pace: number): string {
  const rate = Number(framesPerSecond.toFixed(3));
  const rates = new Set(parts.map(({ clip }) => (clip.info.averageFrameRate / clip.timeScale).toFixed(3)));
  const whose = rates.size > 1 ? `, those of the fastest clip, ${parts[pace]?.clip.name ?? ''}` : '';
  return `Shown at ${rate} frames per second${whose}.`;
}
