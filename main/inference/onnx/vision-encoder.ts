import * as ort from 'onnxruntime-node';
import { DeepSportError, type Frame, throwIfCancelled } from '#common/domain/index.ts';
import { createByteCache } from './byte-cache.ts';
import type { ModelConfig } from './model-config.ts';
import { floats, inputNamed } from './open-session.ts';
import { patchValues, pictureGrid, writePatches } from './picture-patches.ts';
import { resizeBicubic } from './resize-bicubic.ts';
import { pictureSize } from './smart-resize.ts';

/** A picture as the language model sees it: `rows × columns` tokens of `hiddenSize` values. */
export type PictureFeatures = {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
  readonly byteLength: number;
};

type EncodeOptions = {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
};

export type VisionEncoder = {
  /** Text positions that a frame will take, without encoding it. */
  countTokens(frame: Frame): number;
  /** Features in the order of the frames. What was encoded before is not encoded again. */
  encode(frames: readonly Frame[], options: EncodeOptions): Promise<readonly PictureFeatures[]>;
};

/** Enough pictures to fill the machine, few enough that a cancel is heard soon. */
const patchesPerBatch = 4096;

const file = 'the vision encoder';

/** Encodes frames in batches; keeps their features by the hash of their pixels, up to `cacheBytes`. */
export function createVisionEncoder(
  session: ort.InferenceSession,
  { patches: rule, pixels, hiddenSize }: ModelConfig,
  folder: string,
  cacheBytes: number,
): VisionEncoder {
  const cache = createByteCache<PictureFeatures>(cacheBytes);
  const pixelInput = inputNamed(session, folder, file, 'pixel_values');
  const gridInput = inputNamed(session, folder, file, 'image_grid_thw', 'grid_thw');
  const output = session.outputNames.includes('image_features') ? 'image_features' : session.outputNames[0];
  const keyOf = ({ sha256, width, height }: Frame) => `${sha256} ${width}x${height}`;
  const gridOf = (frame: Frame) => pictureGrid(pictureSize(frame, pixels), rule);

  async function encodeBatch(frames: readonly Frame[]): Promise<readonly PictureFeatures[]> {
    const sizes = frames.map((frame) => pictureSize(frame, pixels));
    const grids = sizes.map((size) => pictureGrid(size, rule));
    const valuesPerPatch = patchValues(rule);
    const patches = grids.reduce((sum, grid) => sum + grid.patches, 0);
    const values = new Float32Array(patches * valuesPerPatch);
    const gridThw = new BigInt64Array(3 * frames.length);
    let at = 0;
    for (const [i, frame] of frames.entries()) {
      const [size, grid] = [sizes[i] ?? frame, grids[i] ?? gridOf(frame)];
      const same = size.width === frame.width && size.height === frame.height;
      const picture = same ? frame.pixels : resizeBicubic(frame.pixels, frame, size);
      writePatches(picture, size, rule, values, at);
      gridThw.set([1n, BigInt(grid.rows), BigInt(grid.columns)], 3 * i);
      at += grid.patches * valuesPerPatch;
    }
    const results = await session.run({
      [pixelInput]: new ort.Tensor('float32', values, [patches, valuesPerPatch]),
      [gridInput]: new ort.Tensor('int64', gridThw, [frames.length, 3]),
    });
    const features = floats(results[output ?? ''], folder, file);
    let from = 0;
    return grids.map(({ rows, columns, tokens }) => {
      const own = features.slice(from, from + tokens * hiddenSize);
      from += tokens * hiddenSize;
      const merged = { rows: rows / rule.mergeSize, columns: columns / rule.mergeSize };
      return { ...merged, values: own, byteLength: own.byteLength };
    });
  }

  return {
    countTokens: (frame) => gridOf(frame).tokens,
    async encode(frames, { signal, onProgress }) {
      const known = new Map<string, PictureFeatures>();
      const missing = new Map<string, Frame>();
      for (const frame of frames) {
        checkPixels(frame);
        const key = keyOf(frame);
        const found = cache.get(key);
        if (found) known.set(key, found);
        else missing.set(key, frame);
      }
      const total = missing.size;
      let done = 0;
      if (total > 0) onProgress(0, total);
      for (const batch of batches([...missing.values()], (frame) => gridOf(frame).patches)) {
        throwIfCancelled(signal);
        const encoded = await encodeBatch(batch);
        for (const [i, frame] of batch.entries()) {
          const features = encoded[i];
          if (!features) continue;
          known.set(keyOf(frame), features);
          cache.set(keyOf(frame), features);
        }
        done += batch.length;
        onProgress(done, total);
      }
      return frames.flatMap((frame) => known.get(keyOf(frame)) ?? []);
    },
  };
}

function checkPixels({ index, width, height, pixels }: Frame): void {
  if (pixels.length === width * height * 3) return;
  throw new DeepSportError(
    'BAD_INPUT',
    `Frame ${index} has ${pixels.length} bytes, which are no ${width}×${height} RGB pixels.`,
    { frame: index },
  );
}

function* batches(
  frames: readonly Frame[],
  patchesOf: (frame: Frame) => number,
): Generator<readonly Frame[]> {
  let batch: Frame[] = [];
  let patches = 0;
  for (const frame of frames) {
    const more = patchesOf(frame);
    if (batch.length > 0 && patches + more > patchesPerBatch) {
      yield batch;
      batch = [];
      patches = 0;
    }
    batch.push(frame);
    patches += more;
  }
  if (batch.length > 0) yield batch;
}
