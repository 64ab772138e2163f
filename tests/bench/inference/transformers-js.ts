import { basename, dirname, resolve } from 'node:path';
import type { Frame } from '#common/domain/index.ts';
import type { ModelConfig } from '#main/inference/onnx/model-config.ts';
import { patchValues, pictureGrid, writePatches } from '#main/inference/onnx/picture-patches.ts';
import { collectGarbage, replyTokens, type TurnTime, type WholePrompt } from './conversation.ts';

/** transformers.js on the same files; it computes a turn anew, for it cannot go on from a cache with new pictures. */
export type TransformersJs = AsyncDisposable & {
  readonly version: string;
  reply(prompt: WholePrompt): Promise<{ readonly time: TurnTime; readonly tokens: readonly number[] }>;
  /** A picture to the model's input by its image processor. */
  createProcessor(options: Readonly<Record<string, unknown>>): (frame: Frame) => Promise<unknown>;
};

/** Null where the package is not installed. Its pictures are cut into patches beforehand, which is not measured. */
export async function openTransformersJs(
  folder: string,
  config: ModelConfig,
  threads: number,
): Promise<TransformersJs | null> {
  const library = await import('@huggingface/transformers').catch(() => null);
  if (!library) return null;
  const { env, Qwen2_5_VLForConditionalGeneration, Qwen2VLImageProcessor, RawImage, Tensor } = library;
  env.allowRemoteModels = false;
  env.localModelPath = `${dirname(resolve(folder))}/`;
  const model = await Qwen2_5_VLForConditionalGeneration.from_pretrained(basename(folder), {
    dtype: 'fp32',
    device: 'cpu',
    local_files_only: true,
    session_options: {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    },
  });

  function inputs({ tokens, frames }: WholePrompt) {
    const waiting = [...frames];
    const ids = tokens.flatMap((token) => {
      const frame = token === config.imageToken ? waiting.shift() : undefined;
      return frame ? Array<number>(pictureGrid(frame, config.patches).tokens).fill(token) : [token];
    });
    const grids = frames.map((frame) => pictureGrid(frame, config.patches));
    const values = patchValues(config.patches);
    const pixels = new Float32Array(grids.reduce((sum, { patches }) => sum + patches, 0) * values);
    let at = 0;
    for (const [i, frame] of frames.entries()) {
      writePatches(frame.pixels, frame, config.patches, pixels, at);
      at += (grids[i]?.patches ?? 0) * values;
    }
    const gridThw = grids.flatMap(({ rows, columns }) => [1n, BigInt(rows), BigInt(columns)]);
    return {
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), [1, ids.length]),
      pixel_values: new Tensor('float32', pixels, [pixels.length / values, values]),
      image_grid_thw: new Tensor('int64', BigInt64Array.from(gridThw), [frames.length, 3]),
    };
  }

  return {
    version: env.version,
    async reply(prompt) {
      const given = inputs(prompt);
      collectGarbage();
      const started = performance.now();
      const written: number[] = [];
      let firstToken = Number.NaN;
      let calls = 0;
      const streamer = {
        // It is given the prompt before the first token.
        put(tokens: bigint[][]) {
          calls += 1;
          if (calls === 1) return;
          if (calls === 2) firstToken = performance.now() - started;
          written.push(...tokens.flat().map(Number));
        },
        end() {},
      };
      await model.generate({
        ...given,
        max_new_tokens: replyTokens,
        min_new_tokens: replyTokens,
        do_sample: false,
        streamer,
      } as unknown as Parameters<typeof model.generate>[0]);
      return { time: { firstToken, reply: performance.now() - started }, tokens: written };
    },
    createProcessor(options) {
      const processor = new Qwen2VLImageProcessor(options);
      return ({ pixels, width, height }) => processor([new RawImage(pixels, width, height, 3)]);
    },
    async [Symbol.asyncDispose]() {
      await model.dispose();
    },
  };
}
