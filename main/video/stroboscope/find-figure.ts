import type { Size } from '#common/domain/index.ts';
import type { Offset } from './camera-offset.ts';
import { lightField, lightRow } from './light-field.ts';
import { type Box, closed, components, filled, grown, mostly, type Plane, softened } from './mask-shape.ts';
import { isCovered, type SceneSample, type SceneWork, type StillScene, wholePixels } from './still-scene.ts';

/** What moved at one moment: where it stands in the scene. */
export type Figure = {
  readonly frame: number;
  readonly offset: Offset;
  /** 255 where the figure is, softer at its edge, 0 elsewhere. */
  readonly mask: Plane;
  /** Of its largest part, both ends included; null where nothing stands out. */
  readonly box: Box | null;
  /** Of that part, from left to right. */
  readonly centre: number;
  /** Pixels that differ from the scene, before what is small was left out, as a share of the picture. */
  readonly changed: number;
};

/** How much each colour differs from the scene where nothing moves: standard deviations, by the middle of all. */
export type Noise = readonly [number, number, number];

/** So many deviations from the scene are no noise. */
const deviations = 5;
/** Compression alone makes such differences; above the most nothing is noise. */
const leastThreshold = 12;
const mostThreshold = 90;
/** From the middle of the absolute deviations to a standard deviation. */
const toDeviation = 1.4826;
/** Differences are kept in sixteenths of their thresholds. */
const unit = 16;
/** What a part of the figure has at least: a share of the picture, of the largest part, and this contrast. */
const leastShare = 0.000_08;
const leastOfLargest = 0.012;
const leastContrast = 1.5;
const mostHole = 0.01;

/** Samples looked at for it. */
const noiseSamples = 7;

/** How much the colours of samples differ from the scene, of every so many pixels. */
export async function noiseOf(
  scene: StillScene,
  samples: readonly SceneSample[],
  { size, frameSize, read }: Pick<SceneWork, 'size' | 'frameSize' | 'read'>,
): Promise<Noise> {
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
  const step = Math.max(1, Math.floor(samples.length / noiseSamples));
  for (const { frame, offset } of samples.filter((_, at) => at % step === 0)) {
    const pixels = await read(frame);
    const shift = wholePixels(offset);
    for (let y = 1; y < size.height; y += 5) {
      for (let x = 1; x < size.width; x += 5) {
        if (!isCovered(x, y, frameSize, shift)) continue;
        const at = (y * size.width + x) * 3;
        const from = ((y + shift.y) * frameSize.width + x + shift.x) * 3;
        for (const [channel, count] of counts.entries()) {
          const difference = Math.abs((pixels[from + channel] ?? 0) - (scene.pixels[at + channel] ?? 0));
          count[difference] = (count[difference] ?? 0) + 1;
        }
      }
    }
  }
  const deviation = (at: number) => toDeviation * (middleOf(counts[at] ?? new Uint32Array(0)) + 0.5);
  return [deviation(0), deviation(1), deviation(2)];
}

function middleOf(counts: Uint32Array): number {
  const total = counts.reduce((all, count) => all + count, 0);
  let sum = 0;
  return counts.findIndex((count) => {
    sum += count;
    return 2 * sum >= total;
  });
}

export type FigureSearch = {
  readonly scene: StillScene;
  readonly size: Size;
  /** Of the frames; the scene is larger where the camera moved. */
  readonly frameSize: Size;
  readonly noise: Noise;
  /** Whether the camera shook: edges of the scene then stand a pixel beside themselves. */
  readonly shakes: boolean;
};

/** What of a frame does not belong to the still scene, cleaned of specks. */
export function findFigure(
  search: FigureSearch,
  { frame, pixels, offset }: { readonly frame: number; readonly pixels: Uint8Array; readonly offset: Offset },
): Figure {
  const { size, frameSize } = search;
  const area = frameSize.width * frameSize.height;
  const side = Math.max(frameSize.width, frameSize.height);
  const differences = differencesFrom(search, pixels, offset);
  const raw: Plane = { ...size, values: differences.map((value) => (value > unit ? 255 : 0)) };
  const changed = raw.values.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / area;
  const tidy = filled(closed(mostly(raw, 1), Math.round(side / 240)), area * mostHole);
  const { labels, found } = components(tidy, 'set', differences);
  const strong = found.filter(
    (part) =>
      part.area >= Math.max(12, area * leastShare) && part.weight >= leastContrast * unit * part.area * 0.6,
  );
  const largest = strong.reduce((most, part) => Math.max(most, part.area), 0);
  const kept = new Set(
    strong.filter((part) => part.area >= largest * leastOfLargest).map(({ label }) => label),
  );
  const values = tidy.values.map((value, at) => (kept.has(labels[at] ?? 0) ? value : 0));
  const soft = Math.max(1, Math.round(side / 480));
  // A wider edge would show as a rim where figures overlap.
  const mask = softened(grown({ ...size, values }, soft >> 1), soft);
  const main = strong.find((part) => part.area === largest);
  return { frame, offset, mask, box: main?.box ?? null, centre: main?.centre ?? 0, changed };
}

function differencesFrom(
  { scene, size, frameSize, noise, shakes }: FigureSearch,
  pixels: Uint8Array,
  offset: Offset,
): Uint8Array {
  const { width, height } = size;
  const shift = wholePixels(offset);
  const thresholds = noise.map((deviation) =>
    Math.min(mostThreshold, Math.max(leastThreshold, deviations * deviation)),
  );
  const light = lightField(scene.pixels, pixels, { size, frameSize }, shift);
  const differences = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = lightRow(light, y, size);
    for (let x = 0; x < width; x++, at++) {
      if (!isCovered(x, y, frameSize, shift)) continue;
      const from = ((y + shift.y) * frameSize.width + x + shift.x) * 3;
      const local = Math.min(mostThreshold, deviations * toDeviation * (scene.spread[at] ?? 0));
      let most = 0;
      for (let channel = 0; channel < 3; channel++) {
        const value = (pixels[from + channel] ?? 0) - (row[x * 3 + channel] ?? 0);
        const apart = shakes
          ? beyondNeighbours(scene.pixels, value, x, y, channel, size)
          : Math.abs(value - (scene.pixels[at * 3 + channel] ?? 0));
        most = Math.max(most, apart / Math.max(thresholds[channel] ?? leastThreshold, local));
      }
      differences[at] = Math.min(255, most * unit);
    }
  }
  return differences;
}

/** How far a value lies outside those of the scene around it. */
function beyondNeighbours(
  scene: Uint8Array,
  value: number,
  x: number,
  y: number,
  channel: number,
  { width, height }: Size,
): number {
  let [least, most] = [255, 0];
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
      const near = scene[(row * width + column) * 3 + channel] ?? 0;
      if (near < least) least = near;
      if (near > most) most = near;
    }
  }
  return value < least ? least - value : value > most ? value - most : 0;
}
