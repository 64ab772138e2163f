import { type Size, type StageProgress, type Stroboscope, throwIfCancelled } from '#common/domain/index.ts';
import { composeFigures } from './compose-figures.ts';
import { drawNumbers } from './draw-numbers.ts';
import type { Figure } from './find-figure.ts';
import type { OpenScene, SceneSource } from './open-scene.ts';
import { stillScene } from './still-scene.ts';
import { everythingMoves, nothingMoves } from './stroboscope-errors.ts';

/** Pictures with more pixels than 8K are made smaller: the memory for them is bounded. */
const mostPixels = 7680 * 4320;
/** A picture that differs by more than this share from its scene stands in another one. */
const mostChanged = 0.6;

export type StroboscopePicture = Size & {
  /** Packed RGB. */
  readonly pixels: Uint8Array;
  /** What a person should know of it, in sentences; empty for nothing. */
  readonly note: string;
};

export type BuildOptions = {
  readonly signal: AbortSignal;
  readonly onStage?: ((progress: StageProgress) => void) | undefined;
  /** Figures found before, by frame; those found are added. */
  readonly figures?: Map<number, Figure> | undefined;
};

/**
 * The figures of all moments in one picture: at the size of the scene for a preview, at the clip's for a file. Fails
 * with BAD_INPUT where nothing moves, or everything.
 */
export async function buildPicture(
  scene: OpenScene,
  source: SceneSource,
  { frames, numbers, onTop, range }: Stroboscope,
  size: 'preview' | 'full',
  { signal, onStage, figures: known = new Map() }: BuildOptions,
): Promise<StroboscopePicture> {
  const figures: Figure[] = [];
  for (const frame of frames) {
    throwIfCancelled(signal);
    onStage?.({ stage: 'Finding the figure', done: figures.length, total: frames.length });
    const figure = known.get(frame) ?? (await scene.figureAt(frame, { signal }));
    known.set(frame, figure);
    figures.push(figure);
  }
  const changed = figures.filter((figure) => figure.changed > mostChanged);
  if (2 * changed.length > figures.length) throw everythingMoves(range.start, range.end);
  const empty = figures.filter(({ box }) => box === null).map(({ frame }) => frame);
  if (empty.length === figures.length) throw nothingMoves(range.start, range.end);

  const target = size === 'preview' ? scene.size : fullSize(source.clipSize);
  const read = async (frame: number): Promise<Uint8Array> => {
    const [found] = await source.video.frames(source.reading, [frame], target, { signal });
    if (!found) throw new Error(`frame ${frame} did not come back`);
    return found.pixels;
  };
  const isSceneSize = target.width === scene.size.width && target.height === scene.size.height;
  const pixels = isSceneSize ? scene.pixels.slice() : await sceneAt(target, scene, read, { signal, onStage });
  await composeFigures({
    pixels,
    size: target,
    figures: (onTop === 'latest' ? figures : figures.toReversed()).filter(({ box }) => box !== null),
    read,
    signal,
    onFigure: (done, total) => onStage?.({ stage: 'Laying figures', done, total }),
  });
  const note = notes(scene, empty, source.clipSize, target);
  if (!numbers) return { ...target, pixels, note };
  return { ...target, pixels: await drawNumbers(pixels, target, figures, scene.size), note };
}

async function sceneAt(
  size: Size,
  scene: OpenScene,
  read: (frame: number) => Promise<Uint8Array>,
  { signal, onStage }: BuildOptions,
): Promise<Uint8Array> {
  const scale = size.width / scene.size.width;
  const samples = scene.samples.map(({ frame, offset }) => ({
    frame,
    offset: { x: offset.x * scale, y: offset.y * scale },
  }));
  const onProgress = (done: number, total: number) => onStage?.({ stage: 'Making the scene', done, total });
  return (await stillScene({ size, samples, read, signal, onProgress })).pixels;
}

function fullSize({ width, height }: Size): Size {
  const scale = Math.min(1, Math.sqrt(mostPixels / (width * height)));
  if (scale === 1) return { width, height };
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}

function notes(scene: OpenScene, empty: readonly number[], clip: Size, size: Size): string {
  const furthest = Math.max(
    ...scene.samples.map(({ offset }) => Math.max(Math.abs(offset.x), Math.abs(offset.y))),
  );
  const pixels = Math.round((furthest * clip.width) / scene.size.width);
  return [
    empty.length > 0
      ? `Nothing stands out at ${empty.length === 1 ? 'frame' : 'frames'} ${empty.join(', ')}.`
      : '',
    pixels > 0
      ? `A movement of the camera of up to ${pixels} ${pixels === 1 ? 'pixel' : 'pixels'} was undone.`
      : '',
    size.width !== scene.size.width && size.width !== clip.width
      ? `The picture is ${size.width} × ${size.height}, the largest that is made.`
      : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
