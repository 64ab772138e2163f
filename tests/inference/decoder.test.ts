import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { createDecoder } from '#main/inference/onnx/decoder.ts';
import type { ModelConfig } from '#main/inference/onnx/model-config.ts';

const config = {
  layers: 1,
  keyValueHeads: 2,
  headSize: 3,
  hiddenSize: 4,
  deepstackLayers: 0,
} as unknown as ModelConfig;

type Shape = {
  readonly positions?: readonly (number | string)[];
  readonly inputs?: readonly string[];
  readonly type?: 'float16';
  readonly width?: number;
};

/** A decoder that notes what it is fed. Its logits are the positions of the first axis; its cache is empty numbers. */
function graph({ positions = [3, 'batch_size', 'tokens'], inputs = [], type, width = 4 }: Shape = {}) {
  const fed: Record<string, ort.Tensor>[] = [];
  const cache = type ?? 'float32';
  const tensor = (name: string, kind: string, shape: readonly (number | string)[]) => ({
    name,
    isTensor: true,
    type: kind,
    shape,
  });
  const inputMetadata = [
    tensor('inputs_embeds', cache, ['b', 's', width]),
    tensor('position_ids', 'int64', positions),
    tensor('past_key_values.0.key', cache, ['b', 2, 'p', 3]),
    tensor('past_key_values.0.value', cache, ['b', 2, 'p', 3]),
    tensor('attention_mask', 'int64', ['b', 't']),
    ...inputs.map((name) => tensor(name, 'float32', [])),
  ];
  const session = {
    inputNames: inputMetadata.map(({ name }) => name),
    inputMetadata,
    run: async (feeds: Record<string, ort.Tensor>) => {
      fed.push(feeds);
      const tokens = feeds.inputs_embeds?.dims[1] ?? 0;
      const before = feeds['past_key_values.0.key']?.dims[2] ?? 0;
      const length = before + tokens;
      const values = new (type ? Float16Array : Float32Array)(6 * length) as Float32Array;
      const present = () => new ort.Tensor(cache, values, [1, 2, length, 3]);
      const ids = feeds.position_ids?.data as BigInt64Array;
      const logits = Float32Array.from(ids.subarray(0, tokens), Number);
      return {
        logits: new ort.Tensor('float32', logits, [1, tokens, 1]),
        'present.0.key': present(),
        'present.0.value': present(),
      };
    },
  };
  return { session: session as unknown as ort.InferenceSession, fed };
}

const step = (tokens: number, first = 0, width = 4) => ({
  embeddings: Float32Array.from({ length: tokens * width }, (_, i) => i),
  positions: BigInt64Array.from({ length: 3 * tokens }, (_, i) => BigInt(first + (i % tokens))),
});
const numbers = (tensor: ort.Tensor | undefined) =>
  Array.from((tensor?.data ?? []) as unknown as ArrayLike<bigint | number>, Number);

describe('createDecoder', () => {
  it('gives positions on three axes, with the rank before them, or the rank alone, as the graph takes them', async () => {
    const expected = [
      { positions: [3, 'b', 's'], values: [7, 8, 7, 8, 7, 8], dims: [3, 1, 2] },
      { positions: [4, 'b', 's'], values: [0, 1, 7, 8, 7, 8, 7, 8], dims: [4, 1, 2] },
      { positions: ['b', 's'], values: [0, 1], dims: [1, 2] },
    ];
    for (const { positions, values, dims } of expected) {
      const { session, fed } = graph({ positions });
      const decoder = createDecoder(session, config, 'model');
      await decoder.run({ ...step(2, 7), past: decoder.empty });
      expect(numbers(fed[0]?.position_ids)).toEqual(values);
      expect(fed[0]?.position_ids?.dims).toEqual(dims);
    }
  });

  it('computes long prompts in pieces where the graph gives the logits of every token', async () => {
    const { session, fed } = graph();
    const decoder = createDecoder(session, config, 'model');
    const { logits, past } = await decoder.run({ ...step(300), past: decoder.empty });
    expect(fed.map((feeds) => feeds.inputs_embeds?.dims[1])).toEqual([128, 128, 44]);
    expect(numbers(fed[1]?.position_ids).slice(0, 2)).toEqual([128, 129]);
    expect([...logits]).toEqual([299]);
    expect(past.length).toBe(300);
  });

  it('asks for one logit and computes in one go where the graph can', async () => {
    const { session, fed } = graph({ inputs: ['num_logits_to_keep'] });
    const decoder = createDecoder(session, config, 'model');
    await decoder.run({ ...step(300), past: decoder.empty });
    expect(fed.map((feeds) => numbers(feeds.num_logits_to_keep))).toEqual([[1]]);
  });

  it('parts what stands beside each embedding for the first layers', async () => {
    const { session, fed } = graph({ inputs: ['deepstack_features_0'] });
    const wide = { ...config, hiddenSize: 8, deepstackLayers: 1 };
    const decoder = createDecoder(session, wide, 'model');
    await decoder.run({ ...step(2, 0, 8), past: decoder.empty });
    expect(numbers(fed[0]?.inputs_embeds)).toEqual([0, 1, 2, 3, 8, 9, 10, 11]);
    expect(numbers(fed[0]?.deepstack_features_0)).toEqual([4, 5, 6, 7, 12, 13, 14, 15]);
  });

  it('gives all that stands for a token in one row where the graph takes such rows', async () => {
    const { session, fed } = graph({ width: 8 });
    const decoder = createDecoder(session, { ...config, hiddenSize: 8, deepstackLayers: 1 }, 'model');
    await decoder.run({ ...step(2, 0, 8), past: decoder.empty });
    expect(fed[0]?.inputs_embeds?.dims).toEqual([1, 2, 8]);
  });

  it('keeps a cache of halves as halves and tells its memory', async () => {
    const { session, fed } = graph({ type: 'float16' });
    const decoder = createDecoder(session, config, 'model');
    expect(decoder.bytesPerToken).toBe(2 * 2 * 3 * 2);
    const { past } = await decoder.run({ ...step(2), past: decoder.empty });
    await decoder.run({ ...step(1, 2), past });
    const back = fed[1]?.['past_key_values.0.key'];
    expect(back).toMatchObject({ type: 'float16', dims: [1, 2, 2, 3] });
    // The binding takes bits, not a Float16Array.
    expect(back?.data).toBeInstanceOf(Uint16Array);
  });

  it('takes the shape of its cache from the graph where the config knows another', () => {
    const { session } = graph();
    const decoder = createDecoder(session, { ...config, keyValueHeads: 9, headSize: 128 }, 'model');
    expect(decoder.bytesPerToken).toBe(2 * 2 * 3 * 4);
  });

  it('says which input a decoder lacks', () => {
    const { session } = graph();
    expect(() => createDecoder(session, { ...config, layers: 2 }, 'folder')).toThrow(
      /past_key_values\.1\.key/,
    );
  });
});
