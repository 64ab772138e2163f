import * as ort from 'onnxruntime-node';
import { bytesOf, floatInput, floatTensor, floatValues, rawTensor, reusable } from './float-tensor.ts';
import type { ModelConfig } from './model-config.ts';
import { inputNamed } from './open-session.ts';
import { modelIncomplete } from './read-model-file.ts';
import { createStepBuffers, type StepBuffers } from './step-buffers.ts';

/** The key-value cache after `length` tokens. Never changed: an earlier one stays valid as a checkpoint. */
export type Past = { readonly length: number; readonly tensors: Readonly<Record<string, ort.Tensor>> };

type DecoderStep = {
  /** [tokens, hiddenSize], as the token embedder gives them. */
  readonly embeddings: Float32Array;
  /** [3, tokens] */
  readonly positions: BigInt64Array;
  readonly past: Past;
  /** Where the new cache goes; by default into fresh memory. */
  readonly buffers?: StepBuffers | undefined;
};

type DecoderResult = { readonly logits: Float32Array; readonly past: Past };

export type Decoder = {
  readonly empty: Past;
  /** Memory of the key-value cache for each token of a conversation. */
  readonly bytesPerToken: number;
  /** Logits of the vocabulary after the last of the new tokens, and the longer cache. */
  run(step: DecoderStep): Promise<DecoderResult>;
  /** Memory used in turns by the single steps of one reply. */
  createBuffers(): StepBuffers;
};

const file = 'the decoder';
const past = 'past_key_values.';

/** Tokens computed in one go by a graph that gives the logits of all: 128 × 150 000 numbers are 77 MB. */
const tokensWithLogits = 128;

/** The decoder graph with its cache: merged for prompt and continuation, in the layout of transformers.js. */
export function createDecoder(session: ort.InferenceSession, config: ModelConfig, folder: string): Decoder {
  const { layers, hiddenSize, deepstackLayers } = config;
  const embeddingsInput = inputNamed(session, folder, file, 'inputs_embeds');
  const { type: embeddingsType, shape: embeddingsShape } = floatInput(session, folder, file, embeddingsInput);
  const positionsInput = inputNamed(session, folder, file, 'position_ids');
  const axes = positionAxes(session, positionsInput);
  const has = (name: string) => session.inputNames.includes(name);
  const keepsLogits = has('num_logits_to_keep');
  const names = Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  for (const name of names) inputNamed(session, folder, file, `${past}${name}`);
  const { type: cacheType, shape: cacheShape } = floatInput(session, folder, file, `${past}${names[0]}`);
  // [batch, heads, tokens, values of a head]: the graph knows better than a config that leaves them to defaults.
  const keyValueHeads = numberOr(cacheShape[1], config.keyValueHeads);
  const headSize = numberOr(cacheShape[3], config.headSize);
  const deepstackInputs = session.inputNames
    .filter((name) => name.startsWith('deepstack'))
    .toSorted(byNumber);
  // A graph that takes all that stands for a token in one row parts it by itself.
  const count = embeddingsShape.at(-1) === hiddenSize ? 1 : 1 + deepstackLayers;
  const width = hiddenSize / count;
  const shape = (length: number) => [1, keyValueHeads, length, headSize];
  const empty = Object.fromEntries(
    names.map((name) => [`${past}${name}`, floatTensor(cacheType, new Float32Array(0), shape(0))]),
  );

  async function runOnce({ embeddings, positions, past: before, buffers }: DecoderStep) {
    const tokens = embeddings.length / hiddenSize;
    const length = before.length + tokens;
    const [own, ...earlier] = columns(embeddings, tokens, width, count);
    const feeds: Record<string, ort.Tensor> = {
      ...before.tensors,
      [embeddingsInput]: floatTensor(embeddingsType, own ?? embeddings, [1, tokens, width]),
      [positionsInput]: positionTensor(axes, positions, before.length),
    };
    if (has('attention_mask')) {
      feeds.attention_mask = new ort.Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]);
    }
    for (const [i, name] of deepstackInputs.entries()) {
      const added = earlier[i] ?? new Float32Array(tokens * width);
      feeds[name] = floatTensor(embeddingsType, added, [1, tokens, width]);
    }
    if (keepsLogits) feeds.num_logits_to_keep = new ort.Tensor('int64', BigInt64Array.of(1n), []);
    const results = await session.run(feeds, fetches(length, buffers));
    const tensors: Record<string, ort.Tensor> = {};
    for (const name of names) {
      const present = results[`present.${name}`];
      if (!present) throw modelIncomplete(folder, file, `it gives no present.${name}`);
      tensors[`${past}${name}`] = reusable(present);
    }
    const logits = floatValues(results.logits, folder, file);
    const vocabulary = results.logits?.dims.at(-1) ?? logits.length;
    return { logits: logits.subarray(logits.length - vocabulary), past: { length, tensors } };
  }

  function fetches(length: number, buffers: StepBuffers | undefined) {
    const targets: Record<string, ort.Tensor | null> = { logits: null };
    const memory = buffers?.take(length);
    for (const [i, name] of names.entries()) {
      const target = memory?.[i];
      targets[`present.${name}`] = target ? rawTensor(cacheType, target, shape(length)) : null;
    }
    return targets;
  }

  async function run(step: DecoderStep): Promise<DecoderResult> {
    const tokens = step.embeddings.length / hiddenSize;
    if (keepsLogits || tokens <= tokensWithLogits) return runOnce(step);
    let result: DecoderResult = { logits: new Float32Array(0), past: step.past };
    for (let from = 0; from < tokens; from += tokensWithLogits) {
      const to = Math.min(tokens, from + tokensWithLogits);
      const embeddings = step.embeddings.subarray(from * hiddenSize, to * hiddenSize);
      const rows = [0, 1, 2].flatMap((axis) => [
        ...step.positions.subarray(axis * tokens + from, axis * tokens + to),
      ]);
      result = await runOnce({ embeddings, positions: BigInt64Array.from(rows), past: result.past });
    }
    return result;
  }

  return {
    empty: { length: 0, tensors: empty },
    bytesPerToken: names.length * keyValueHeads * headSize * bytesOf[cacheType],
    run,
    createBuffers: () => createStepBuffers(names.length, keyValueHeads * headSize, cacheType),
  };
}

/** What lies side by side for each token, apart: its embedding, then what is added after each of the first layers. */
function columns(rows: Float32Array, tokens: number, width: number, count: number): readonly Float32Array[] {
  if (count === 1) return [rows];
  return Array.from({ length: count }, (_, column) => {
    const values = new Float32Array(tokens * width);
    for (let token = 0; token < tokens; token++) {
      const from = (token * count + column) * width;
      values.set(rows.subarray(from, from + width), token * width);
    }
    return values;
  });
}

/** Position ids are [3, 1, tokens]; with the rank of the token before them [4, 1, tokens], or that rank alone [1, tokens]. */
type PositionAxes = 'three' | 'four' | 'one';

function positionAxes(session: ort.InferenceSession, name: string): PositionAxes {
  const metadata = session.inputMetadata.find((input) => input.name === name);
  if (!metadata?.isTensor) return 'three';
  if (metadata.shape.length === 2) return 'one';
  return metadata.shape[0] === 4 ? 'four' : 'three';
}

function positionTensor(axes: PositionAxes, positions: BigInt64Array, before: number): ort.Tensor {
  const tokens = positions.length / 3;
  if (axes === 'three') return new ort.Tensor('int64', positions, [3, 1, tokens]);
  const ranks = BigInt64Array.from({ length: tokens }, (_, i) => BigInt(before + i));
  if (axes === 'one') return new ort.Tensor('int64', ranks, [1, tokens]);
  const four = new BigInt64Array(4 * tokens);
  four.set(ranks);
  four.set(positions, tokens);
  return new ort.Tensor('int64', four, [4, 1, tokens]);
}

const numberOr = (value: number | string | undefined, otherwise: number): number =>
  typeof value === 'number' && value > 0 ? value : otherwise;

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
