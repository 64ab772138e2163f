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

  const { scale, frameSize, size: target } = size === 'preview' ? sameSize(scene) : fullSize(scene, source);
  const read = async (frame: number): Promise<Uint8Array> => {
    const [found] = await source.video.frames(source.reading, [frame], frameSize, { signal });
    if (!found) throw new Error(`frame ${frame} did not come back`);
    return found.pixels;
  };
  const pixels =
    scale === 1
      ? scene.pixels.slice()
      : await sceneAt({ scale, frameSize, size: target }, scene, read, { signal, onStage });
  await composeFigures({
    pixels,
    size: target,
    scale,
    frameSize,
    figures: (onTop === 'latest' ? figures : figures.toReversed()).filter(({ box }) => box !== null),
    read,
    signal,
    onFigure: (done, total) => onStage?.({ stage: 'Laying figures', done, total }),
  });
  const note = notes(scene, figures, source.clipSize, frameSize);
  if (!numbers) return { ...target, pixels, note };
  return { ...target, pixels: await drawNumbers(pixels, target, figures, scene.size), note };
}

type Target = {
  /** Pixels for each of the scene's. */
  readonly scale: number;
  readonly frameSize: Size;
  readonly size: Size;
};

const sameSize = ({ size, frameSize }: OpenScene): Target => ({ scale: 1, size, frameSize });

function fullSize(scene: OpenScene, { clipSize }: SceneSource): Target {
  const wanted = clipSize.width / scene.frameSize.width;
  const most = Math.sqrt(mostPixels / (scene.size.width * scene.size.height));
  if (wanted <= 1 && most >= 1) return sameSize(scene);
  const scale = Math.min(wanted, most);
  const scaled = ({ width, height }: Size) => ({
    width: Math.max(1, Math.floor(width * scale)),
    height: Math.max(1, Math.floor(height * scale)),
  });
  const frameSize =
    scale === wanted ? { width: clipSize.width, height: clipSize.height } : scaled(scene.frameSize);
  const { width, height } = scaled({
    width: scene.size.width - scene.frameSize.width,
    height: scene.size.height - scene.frameSize.height,
  });
  const isStill = scene.size.width === scene.frameSize.width && scene.size.height === scene.frameSize.height;
  const size = isStill ? frameSize : { width: frameSize.width + width, height: frameSize.height + height };
  return { scale, frameSize, size };
}

async function sceneAt(
  { scale, frameSize, size }: Target,
  scene: OpenScene,
  read: (frame: number) => Promise<Uint8Array>,
  { signal, onStage }: BuildOptions,
): Promise<Uint8Array> {
  const samples = scene.samples.map(({ frame, offset }) => ({
    frame,
    offset: { x: offset.x * scale, y: offset.y * scale },
  }));
  const onProgress = (done: number, total: number) => onStage?.({ stage: 'Making the scene', done, total });
  const work = { size, frameSize, samples, read, signal, withSpread: false, onProgress };
  return (await stillScene(work)).pixels;
}

/** Figures that cover less than this share of their areas together stand upon each other. */
const leastApart = 0.65;

/** Whether the figures stand so much upon each other that few are seen. */
function areCrowded(figures: readonly Figure[]): boolean {
  const there = figures.filter(({ box }) => box !== null);
  const covered = new Uint8Array(there[0]?.mask.values.length ?? 0);
  let [sum, union] = [0, 0];
  for (const { mask } of there) {
    for (let at = 0; at < covered.length; at++) {
      if ((mask.values[at] ?? 0) < 128) continue;
      sum += 1;
      union += 1 - (covered[at] ?? 0);
      covered[at] = 1;
    }
  }
  return there.length > 1 && union < leastApart * sum;
}

function notes(scene: OpenScene, figures: readonly Figure[], clip: Size, frameSize: Size): string {
  const empty = figures.filter(({ box }) => box === null).map(({ frame }) => frame);
  const travelled = Math.max(
    scene.size.width - scene.frameSize.width,
    scene.size.height - scene.frameSize.height,
  );
  const pixels = Math.round((travelled * clip.width) / scene.frameSize.width);
  return [
    empty.length > 0
      ? `Nothing stands out at ${empty.length === 1 ? 'frame' : 'frames'} ${empty.join(', ')}.`
      : '',
    areCrowded(figures)
      ? 'The figure hardly moves on from moment to moment, and what stays in place counts as the scene: choose fewer moments, or a range in which it goes further.'
      : '',
    pixels > 0
      ? `A movement of the camera of ${pixels} ${pixels === 1 ? 'pixel' : 'pixels'} was undone.`
      : '',
    frameSize.width > scene.frameSize.width && frameSize.width < clip.width
      ? `The picture is made smaller than the clip, for it would have more pixels than 8K.`
      : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
