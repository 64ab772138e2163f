import {
  type Frame,
  type FrameRange,
  fitWithin,
  type Size,
  type StageProgress,
  sampleEvenly,
} from '#common/domain/index.ts';
import type { ClipReading, VideoService } from '../video-service.ts';
import { cameraOffset, checkParts, lumaPyramid, type Offset, type Pyramid } from './camera-offset.ts';
import { type Figure, findFigure, noiseOf } from './find-figure.ts';
import { stillScene } from './still-scene.ts';
import { cameraMoves, everythingMoves } from './stroboscope-errors.ts';

/** Figures are looked for in pictures of at most this size; the same for a preview and for a file. */
export const sceneBounds: Size = { width: 960, height: 960 };
/** Frames that the scene is made of. */
const mostSamples = 25;
/** The camera may have moved by this share of a side; beyond it too little of the scene is seen twice. */
const mostShift = 0.12;
/** Shares of the textured parts that may be elsewhere than the camera's shift says, and that may be all new. */
const mostOtherwise = 0.3;
const mostAstray = 0.65;
/** What moved by less than this share of a side, the figure may have moved by itself. */
const leastTravel = 0.01;

export type SceneSource = {
  readonly video: VideoService;
  readonly reading: ClipReading;
  /** Of the clip's frames as they are shown. */
  readonly clipSize: Size;
  readonly range: FrameRange;
};

export type SceneOptions = {
  readonly signal: AbortSignal;
  readonly onStage?: ((progress: StageProgress) => void) | undefined;
};

/** The still scene of a range, and what stands out from it at any moment. */
export type OpenScene = {
  readonly size: Size;
  /** Packed RGB, not to be changed. */
  readonly pixels: Uint8Array;
  readonly samples: readonly { readonly frame: number; readonly offset: Offset }[];
  figureAt(frame: number, options: SceneOptions): Promise<Figure>;
};

type Placed = { readonly frame: number; readonly pixels: Uint8Array; readonly offset: Offset };

/**
 * Reads the range and parts what stands still from what moves, with small movements of the camera undone. Fails with
 * BAD_INPUT where the camera moves too much for one scene.
 */
export async function openScene(source: SceneSource, options: SceneOptions): Promise<OpenScene> {
  const { video, reading, clipSize, range } = source;
  const { signal, onStage } = options;
  const size = fitWithin(clipSize, sceneBounds);
  const frames = sampleEvenly(range, mostSamples);
  const middle = frames[frames.length >> 1] ?? range.start;
  const read = async (frame: number): Promise<Frame> => {
    const [found] = await video.frames(reading, [frame], size, { signal });
    if (!found) throw new Error(`frame ${frame} did not come back`);
    return found;
  };
  const pictures = new Map<number, Placed>();
  const pyramids = new Map<number, Pyramid>();
  // In one pass over the range; what is compared with is needed first.
  for (const frame of new Set([middle, ...frames])) {
    const { pixels } = await read(frame);
    pyramids.set(frame, lumaPyramid(pixels, size));
    pictures.set(frame, { frame, pixels, offset: { x: 0, y: 0 } });
    onStage?.({ stage: 'Reading the range', done: pictures.size, total: frames.length });
  }
  const reference = pyramids.get(middle) ?? [];
  const place = (frame: number, pixels: Uint8Array, pyramid: Pyramid): Placed => {
    if (frame === middle) return { frame, pixels, offset: { x: 0, y: 0 } };
    const offset = cameraOffset(reference, pyramid);
    const [start, end] = [Math.min(frame, middle), Math.max(frame, middle)];
    if (Math.abs(offset.x) > mostShift * size.width || Math.abs(offset.y) > mostShift * size.height) {
      throw cameraMoves(start, end);
    }
    const { otherwise, lost } = checkParts(reference, pyramid, offset);
    if (otherwise > mostOtherwise) throw cameraMoves(start, end);
    if (otherwise + lost > mostAstray) {
      throw travels(frames, pyramids, size) ? cameraMoves(start, end) : everythingMoves(start, end);
    }
    return { frame, pixels, offset };
  };
  // From the middle outwards: the first that does not fit says best from where on the camera moves.
  const outwards = frames.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  const placed = new Map<number, Placed>();
  for (const frame of outwards) {
    const pixels = pictures.get(frame)?.pixels;
    if (pixels) placed.set(frame, place(frame, pixels, pyramids.get(frame) ?? []));
  }
  const samples = frames.flatMap((frame) => placed.get(frame) ?? []);
  const scene = await stillScene({
    size,
    samples,
    read: async (frame) => pictures.get(frame)?.pixels ?? (await read(frame)).pixels,
    signal,
  });
  const noise = noiseOf(scene, samples, size);
  const shakes = samples.some(({ offset }) => offset.x !== 0 || offset.y !== 0);
  pictures.clear();
  pyramids.clear();
  return {
    size,
    pixels: scene.pixels,
    samples: samples.map(({ frame, offset }) => ({ frame, offset })),
    async figureAt(frame, work) {
      const [found] = await video.frames(reading, [frame], size, { signal: work.signal });
      if (!found) throw new Error(`frame ${frame} did not come back`);
      const at = place(frame, found.pixels, lumaPyramid(found.pixels, size));
      return findFigure({ scene, size, noise, shakes }, at);
    },
  };
}

/** Whether the picture as a whole goes somewhere from sample to sample. */
function travels(frames: readonly number[], pyramids: ReadonlyMap<number, Pyramid>, size: Size): boolean {
  let [x, y] = [0, 0];
  for (const [at, frame] of frames.entries()) {
    const [before, after] = [pyramids.get(frames[at - 1] ?? -1), pyramids.get(frame)];
    if (!before || !after) continue;
    const offset = cameraOffset(before, after);
    const { otherwise, lost } = checkParts(before, after, offset);
    if (otherwise + lost > 0.5) continue;
    x += Math.abs(offset.x);
    y += Math.abs(offset.y);
  }
  return x > leastTravel * size.width || y > leastTravel * size.height;
}
