import * as ort from 'onnxruntime-node';
import { floatValues } from './float-tensor.ts';
import { inputNamed } from './open-session.ts';
import type { PictureFeatures } from './vision-encoder.ts';

/** Embeddings [tokens, hiddenSize] of tokens, with pictures in the places of their image tokens, in order. */
export type TokenEmbedder = (
  tokens: readonly number[],
  pictures?: readonly PictureFeatures[],
) => Promise<Float32Array>;

const file = 'embed_tokens';

export function createTokenEmbedder(
  session: ort.InferenceSession,
  imageToken: number,
  hiddenSize: number,
  folder: string,
): TokenEmbedder {
  const input = inputNamed(session, folder, file, 'input_ids');
  return async (tokens, pictures = []) => {
    const ids = BigInt64Array.from(tokens, BigInt);
    const results = await session.run({ [input]: new ort.Tensor('int64', ids, [1, tokens.length]) });
    const embeddings = spread(
      floatValues(results[session.outputNames[0] ?? ''], folder, file),
      tokens.length,
      hiddenSize,
    );
    let picture = 0;
    for (let i = 0; i < tokens.length; i++) {
      if (tokens[i] !== imageToken) continue;
      const features = pictures[picture++];
      if (!features) break;
      embeddings.set(features.values, i * hiddenSize);
      i += features.rows * features.columns - 1;
    }
    return embeddings;
  };
}

/** Text has nothing in the rest of its rows, where pictures have features of earlier layers. */
function spread(values: Float32Array, tokens: number, hiddenSize: number): Float32Array {
  const width = values.length / tokens;
  if (width === hiddenSize) return values;
  const rows = new Float32Array(tokens * hiddenSize);
  for (let i = 0; i < tokens; i++) rows.set(values.subarray(i * width, (i + 1) * width), i * hiddenSize);
  return rows;
}
