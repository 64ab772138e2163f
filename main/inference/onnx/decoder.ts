import * as ort from 'onnxruntime-node';
import type { ModelConfig } from './model-config.ts';
import { floats, inputNamed } from './open-session.ts';
import { modelIncomplete } from './read-model-file.ts';
import { createStepBuffers, type StepBuffers } from './step-buffers.ts';

/** The key-value cache after `length` tokens. Never changed: an earlier one stays valid as a checkpoint. */
export type Past = { readonly length: number; readonly tensors: Readonly<Record<string, ort.Tensor>> };

type DecoderStep = {
  /** [tokens, hiddenSize] */
  readonly embeddings: Float32Array;
  /** [3, tokens] */
  readonly positions: BigInt64Array;
  readonly past: Past;
  /** Where the new cache goes; by default into fresh memory. */
  readonly buffers?: StepBuffers | undefined;
};

export type Decoder = {
  readonly empty: Past;
  /** Logits of the vocabulary after the last of the new tokens, and the longer cache. */
  run(step: DecoderStep): Promise<{ readonly logits: Float32Array; readonly past: Past }>;
  /** Memory used in turns by the single steps of one reply. */
  createBuffers(): StepBuffers;
};

const file = 'the decoder';

/** The decoder graph with its cache: merged for prompt and continuation, in the layout of transformers.js. */
export function createDecoder(session: ort.InferenceSession, config: ModelConfig, folder: string): Decoder {
  const { layers, keyValueHeads, headSize, hiddenSize } = config;
  inputNamed(session, folder, file, 'inputs_embeds');
  inputNamed(session, folder, file, 'position_ids');
  const keepsLogits = session.inputNames.includes('num_logits_to_keep');
  const names = Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  for (const name of names) inputNamed(session, folder, file, `past_key_values.${name}`);
  const cached = session.inputMetadata.find(({ name }) => name === `past_key_values.${names[0]}`);
  if (cached?.isTensor && cached.type !== 'float32') {
    throw modelIncomplete(folder, file, `its cache holds ${cached.type}, which does not run on a CPU`);
  }
  const shape = (length: number) => [1, keyValueHeads, length, headSize];
  const empty = Object.fromEntries(
    names.map((name) => [
      `past_key_values.${name}`,
      new ort.Tensor('float32', new Float32Array(0), shape(0)),
    ]),
  );

  async function run({ embeddings, positions, past, buffers }: DecoderStep) {
    const tokens = embeddings.length / hiddenSize;
    const length = past.length + tokens;
    const feeds: Record<string, ort.Tensor> = {
      ...past.tensors,
      inputs_embeds: new ort.Tensor('float32', embeddings, [1, tokens, hiddenSize]),
      attention_mask: new ort.Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]),
      position_ids: new ort.Tensor('int64', positions, [3, 1, tokens]),
    };
    if (keepsLogits) feeds.num_logits_to_keep = new ort.Tensor('int64', BigInt64Array.of(1n), []);
    const results = await session.run(feeds, fetches(length, buffers));
    const tensors: Record<string, ort.Tensor> = {};
    for (const name of names) {
      const present = results[`present.${name}`];
      if (!present) throw modelIncomplete(folder, file, `it gives no present.${name}`);
      tensors[`past_key_values.${name}`] = present;
    }
    const logits = floats(results.logits, folder, file);
    const vocabulary = results.logits?.dims.at(-1) ?? logits.length;
    return { logits: logits.subarray(logits.length - vocabulary), past: { length, tensors } };
  }

  function fetches(length: number, buffers: StepBuffers | undefined) {
    const targets: Record<string, ort.Tensor | null> = { logits: null };
    const memory = buffers?.take(length);
    for (const [i, name] of names.entries()) {
      const target = memory?.[i];
      targets[`present.${name}`] = target ? new ort.Tensor('float32', target, shape(length)) : null;
    }
    return targets;
  }

  return {
    empty: { length: 0, tensors: empty },
    run,
    createBuffers: () => createStepBuffers(names.length, keyValueHeads * headSize),
  };
}
