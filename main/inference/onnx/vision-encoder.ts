import * as ort from 'onnxruntime-node';
import { DeepSportError, type Frame, throwIfCancelled } from '#common/domain/index.ts';
import { createByteCache } from './byte-cache.ts';
import { floatInput, floatTensor, floatValues } from './float-tensor.ts';
import type { ModelConfig } from './model-config.ts';
import { inputNamed } from './open-session.ts';
import { patchValues, pictureGrid, writePatches } from './picture-patches.ts';
import { resizeBicubic } from './resize-bicubic.ts';
import { pictureSize } from './smart-resize.ts';

/** A picture as the language model sees it: `rows × columns` tokens of `hiddenSize` values each. */
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

/** Patches in one go, to bound the memory; callers that must hear a cancel give fewer frames at a time. */
const patchesPerBatch = 4096;

const file = 'the vision encoder';

/** Pictures encoded together must be as alike to the same encoded alone; coarse numbers depend on their neighbours. */
const leastLikeness = 0.95;

/** Encodes frames in batches; keeps their features by the hash of their pixels, up to `cacheBytes`. */
export function createVisionEncoder(
  session: ort.InferenceSession,
  { patches: rule, pixels, hiddenSize, deepstackLayers }: ModelConfig,
  folder: string,
  cacheBytes: number,
): VisionEncoder {
  const cache = createByteCache<PictureFeatures>(cacheBytes);
  const pixelInput = inputNamed(session, folder, file, 'pixel_values');
  const pixelType = floatInput(session, folder, file, pixelInput).type;
  const gridInput = inputNamed(session, folder, file, 'image_grid_thw', 'grid_thw');
  const outputs = featureOutputs(session, deepstackLayers);
  const keyOf = ({ sha256, width, height }: Frame) => `${sha256} ${width}x${height}`;
  const gridOf = (frame: Frame) => pictureGrid(pictureSize(frame, pixels), rule);
  /** Whether the graph takes several pictures at once; some exports are traced for one. Unknown until tried. */
  let takesSeveral: boolean | null = null;

  async function encodeTogether(frames: readonly Frame[]): Promise<readonly PictureFeatures[]> {
    const sizes = frames.map((frame) => pictureSize(frame, pixels));
    const grids = sizes.map((size) => pictureGrid(size, rule));
    const valuesPerPatch = patchValues(rule);
    const patches = grids.reduce((sum, grid) => sum + grid.patches, 0);
    const values = new Float32Array(patches * valuesPerPatch);
    const gridThw = new BigInt64Array(3 * frames.length);
    let at = 0;
    for (const [i, frame] of frames.entries()) {
      const [size, grid] = [sizes[i] ?? frame, grids[i] ?? gridOf(frame)];
      writePatches(resizeBicubic(frame.pixels, frame, size), size, rule, values, at);
      gridThw.set([1n, BigInt(grid.rows), BigInt(grid.columns)], 3 * i);
      at += grid.patches * valuesPerPatch;
    }
    const results = await session.run(
      {
        [pixelInput]: floatTensor(pixelType, values, [patches, valuesPerPatch]),
        [gridInput]: new ort.Tensor('int64', gridThw, [frames.length, 3]),
      },
      outputs,
    );
    const layers = outputs.map((name) => floatValues(results[name], folder, file));
    const places = grids.reduce((sum, grid) => sum + grid.tokens, 0);
    let from = 0;
    return grids.map(({ rows, columns, tokens }) => {
      const own = sideBySide(layers, from, tokens, hiddenSize, (layers[0]?.length ?? 0) / places);
      from += tokens;
      const merged = { rows: rows / rule.mergeSize, columns: columns / rule.mergeSize };
      return { ...merged, values: own, byteLength: own.byteLength };
    });
  }

  async function encodeOneByOne(frames: readonly Frame[]): Promise<readonly PictureFeatures[]> {
    const encoded: PictureFeatures[] = [];
    for (const frame of frames) encoded.push(...(await encodeTogether([frame])));
    return encoded;
  }

  async function encodeBatch(frames: readonly Frame[]): Promise<readonly PictureFeatures[]> {
    const last = frames.at(-1);
    if (!last || frames.length === 1 || takesSeveral === true) return encodeTogether(frames);
    if (takesSeveral === false) return encodeOneByOne(frames);
    const [alone] = await encodeTogether([last]);
    const together = await encodeTogether(frames).catch(() => null);
    const found = together?.at(-1);
    takesSeveral = found !== undefined && likeness(found.values, alone?.values) >= leastLikeness;
    return takesSeveral && together ? together : encodeOneByOne(frames);
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
      const waiting = [...missing.values()];
      while (waiting.length > 0) {
        throwIfCancelled(signal);
        const batch = takeBatch(waiting, (frame) => gridOf(frame).patches);
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

/** The outputs that stand for a picture: its features, then those of earlier layers in order. */
function featureOutputs(session: ort.InferenceSession, deepstackLayers: number): readonly string[] {
  const names = session.outputNames;
  const features = names.includes('image_features') ? 'image_features' : (names[0] ?? '');
  const earlier = names
    .filter((name) => name.startsWith('deepstack'))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return [features, ...earlier.slice(0, deepstackLayers)];
}

/** Values of `tokens` places from place `from` on, all layers of a place together; layers that are not given are 0. */
function sideBySide(
  layers: readonly Float32Array[],
  from: number,
  tokens: number,
  hiddenSize: number,
  width: number,
): Float32Array {
  const [only] = layers;
  if (only && hiddenSize === width) return only.slice(from * width, (from + tokens) * width);
  const values = new Float32Array(tokens * hiddenSize);
  for (const [i, layer] of layers.entries()) {
    for (let token = 0; token < tokens; token++) {
      const place = (from + token) * width;
      values.set(layer.subarray(place, place + width), token * hiddenSize + i * width);
    }
  }
  return values;
}

/** Cosine of the angle between two runs of numbers; 0 where they cannot be compared. */
function likeness(a: Float32Array, b: Float32Array = new Float32Array(0)): number {
  if (a.length !== b.length || a.length === 0) return 0;
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return product / Math.sqrt(squareA * squareB);
}

function checkPixels({ index, width, height, pixels }: Frame): void {
  if (pixels.length === width * height * 3) return;
  throw new DeepSportError(
    'BAD_INPUT',
    `Frame ${index} has ${pixels.length} bytes, which are no ${width}×${height} RGB pixels.`,
    { frame: index },
  );
}

/** Takes frames off the beginning of `waiting`: at least one, and no more than fit into a batch. */
function takeBatch(waiting: Frame[], patchesOf: (frame: Frame) => number): readonly Frame[] {
  let count = 0;
  let patches = 0;
  for (const frame of waiting) {
    patches += patchesOf(frame);
    if (count > 0 && patches > patchesPerBatch) break;
    count += 1;
  }
  return waiting.splice(0, count);
}
