import { type FrameRange, fitWithin, type Size, type StageProgress } from '#common/domain/index.ts';
import type { ClipReading, VideoService } from '../video-service.ts';
import type { Offset } from './camera-offset.ts';
import { type Figure, findFigure, noiseOf } from './find-figure.ts';
import { extentOf, placeFrames } from './place-frames.ts';
import { type SceneSample, stillScene, wholePixels } from './still-scene.ts';

/** Figures are looked for in pictures of at most this size; the same for a preview and for a file. */
const frameBounds: Size = { width: 960, height: 960 };

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
  /** Of the frames in it: the scene is larger where the camera moved. */
  readonly frameSize: Size;
  /** Packed RGB, not to be changed. */
  readonly pixels: Uint8Array;
  readonly samples: readonly SceneSample[];
  figureAt(frame: number, options: SceneOptions): Promise<Figure>;
};

/**
 * Reads the range and parts what stands still from what moves; where the camera pans, the scene is all that it saw.
 * Fails with BAD_INPUT where the frames do not make one scene.
 */
export async function openScene(source: SceneSource, options: SceneOptions): Promise<OpenScene> {
  const { video, reading, clipSize, range } = source;
  const { signal, onStage } = options;
  const frameSize = fitWithin(clipSize, frameBounds);
  const readWith = (inner: AbortSignal) => async (frame: number) => {
    const [found] = await video.frames(reading, [frame], frameSize, { signal: inner });
    if (!found) throw new Error(`frame ${frame} did not come back`);
    return found.pixels;
  };
  const read = readWith(signal);
  const placing = await placeFrames({
    range,
    size: frameSize,
    read,
    onPlaced: (done, total) => onStage?.({ stage: 'Reading the range', done, total }),
  });
  const extent = extentOf(placing.samples.map(({ offset }) => offset));
  // The scene begins where the leftmost and topmost frames do.
  const origin: Offset = { x: extent.x + extent.width, y: extent.y + extent.height };
  const inScene = ({ frame, offset }: SceneSample): SceneSample => ({
    frame,
    offset: { x: offset.x - origin.x, y: offset.y - origin.y },
  });
  const samples = placing.samples.map(inScene);
  const { x, y } = extentOf(samples.map(({ offset }) => wholePixels(offset)));
  const size = { width: frameSize.width - x, height: frameSize.height - y };
  const scene = await stillScene({ size, frameSize, samples, read, signal, withSpread: true });
  const noise = await noiseOf(scene, samples, { size, frameSize, read });
  const shakes = extent.width > 0 || extent.height > 0;
  return {
    size,
    frameSize,
    pixels: scene.pixels,
    samples,
    async figureAt(frame, work) {
      const pixels = await readWith(work.signal)(frame);
      const { offset } = inScene(await placing.place(frame));
      return findFigure({ scene, size, frameSize, noise, shakes }, { frame, pixels, offset });
    },
  };
}
