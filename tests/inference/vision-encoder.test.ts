import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '#main/inference/onnx/model-config.ts';
import { createVisionEncoder } from '#main/inference/onnx/vision-encoder.ts';
import { syntheticFrame } from './synthetic-frames.ts';

const config = {
  hiddenSize: 4,
  deepstackLayers: 1,
  patches: {
    patchSize: 2,
    temporalPatchSize: 2,
    mergeSize: 2,
    rescale: 1,
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
  },
  pixels: { factor: 4, minPixels: 16, maxPixels: 64 },
} as unknown as ModelConfig;

type Faults = { readonly onlyOne?: 'throws' | 'mixes'; readonly type?: 'float16' };

/** A graph that gives each token the first value of its first patch, and the same doubled as its earlier layer. */
function graph({ onlyOne, type }: Faults = {}) {
  const pictures: number[] = [];
  const session = {
    inputNames: ['pixel_values', 'grid_thw'],
    inputMetadata: [
      { name: 'pixel_values', isTensor: true, type: type ?? 'float32', shape: ['patches', 24] },
    ],
    outputNames: ['image_features', 'deepstack_features_0'],
    run: async (feeds: Record<string, ort.Tensor>) => {
      const grid = feeds.grid_thw?.data as BigInt64Array;
      const pixels = feeds.pixel_values as ort.Tensor;
      expect(pixels.type).toBe(type ?? 'float32');
      const count = grid.length / 3;
      pictures.push(count);
      if (count > 1 && onlyOne === 'throws') throw new Error('Broadcast of 4 and 8 failed');
      const raw = pixels.data as Float32Array;
      const values = type ? new Float16Array(raw.buffer as ArrayBuffer) : raw;
      const tokens = pixels.dims[0] === undefined ? 0 : pixels.dims[0] / 4;
      const features = Float32Array.from({ length: tokens * 2 }, (_, i) => {
        const first = values[Math.floor(i / 2) * 96] ?? 0;
        return onlyOne === 'mixes' && count > 1 ? -first : first + 1;
      });
      return {
        image_features: new ort.Tensor('float32', features, [tokens, 2]),
        deepstack_features_0: new ort.Tensor(
          'float32',
          features.map((value) => value * 2),
          [tokens, 2],
        ),
      };
    },
  };
  return { session: session as unknown as ort.InferenceSession, pictures };
}

const frames = [1, 2, 3].map((index) => syntheticFrame(index, { width: 8, height: 4 }));
const quiet = { signal: new AbortController().signal, onProgress: () => {} };
const firstOf = (index: number) => ((index * 17) % 256) + 1;

describe('createVisionEncoder', () => {
  it('puts the features of earlier layers beside those of each token', async () => {
    const { session } = graph();
    const [first] = await createVisionEncoder(session, config, 'model', 0).encode(frames, quiet);
    expect(first).toMatchObject({ rows: 1, columns: 2 });
    const value = firstOf(1);
    expect([...(first?.values.subarray(0, 4) ?? [])]).toEqual([value, value, value * 2, value * 2]);
  });

  it('gives halves to a graph that takes halves', async () => {
    const { session } = graph({ type: 'float16' });
    const features = await createVisionEncoder(session, config, 'model', 0).encode(frames, quiet);
    expect(features.map(({ values }) => values[0])).toEqual([firstOf(1), firstOf(2), firstOf(3)]);
  });

  it.each(['throws', 'mixes'] as const)(
    'encodes one by one where the graph was traced for one picture and %s with several',
    async (onlyOne) => {
      const { session, pictures } = graph({ onlyOne });
      const encoder = createVisionEncoder(session, config, 'model', 0);
      const features = await encoder.encode(frames, quiet);
      expect(features.map(({ values }) => values[0])).toEqual([firstOf(1), firstOf(2), firstOf(3)]);
      pictures.length = 0;
      await encoder.encode(frames, quiet);
      expect(pictures).toEqual([1, 1, 1]);
    },
  );

  it('encodes several at once where that gives the same, and none that it still knows', async () => {
    const { session, pictures } = graph();
    const encoder = createVisionEncoder(session, config, 'model', 2 ** 20);
    await encoder.encode(frames, quiet);
    pictures.length = 0;
    const more = [4, 5].map((index) => syntheticFrame(index, { width: 8, height: 4 }));
    await encoder.encode([...frames, ...more], quiet);
    expect(pictures).toEqual([2]);
  });
});
