import { z } from 'zod';
import type { PatchRule } from './picture-patches.ts';
import type { PixelRule } from './smart-resize.ts';

/** What the engine needs to know of a model, whatever its size. */
export type ModelConfig = {
  readonly family: string;
  readonly layers: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly hiddenSize: number;
  readonly contextTokens: number;
  readonly imageToken: number;
  /** Stands for pictures only: never part of a reply. */
  readonly pictureTokens: readonly number[];
  /** Tokens that end a reply. */
  readonly endTokens: readonly number[];
  /** Tokens that structure the dialogue and are never text. */
  readonly controlTokens: readonly number[];
  readonly patches: PatchRule;
  readonly pixels: PixelRule;
};

const tokens = z.union([z.int(), z.array(z.int())]).nullish();

const textConfig = z.object({
  hidden_size: z.int().positive(),
  num_hidden_layers: z.int().positive(),
  num_attention_heads: z.int().positive(),
  num_key_value_heads: z.int().positive().optional(),
  head_dim: z.int().positive().nullish(),
  max_position_embeddings: z.int().positive(),
  eos_token_id: tokens,
  bos_token_id: tokens,
  pad_token_id: tokens,
});

/** `config.json`: newer writers nest the text model's fields in `text_config`, older ones do not. */
export const configSchema = z
  .looseObject({
    model_type: z.string(),
    text_config: z.looseObject({}).optional(),
    image_token_id: z.int(),
    video_token_id: z.int().nullish(),
    vision_start_token_id: z.int().nullish(),
    vision_end_token_id: z.int().nullish(),
  })
  .refine(({ model_type }) => model_type === 'qwen2_5_vl' || model_type === 'qwen2_vl', {
    path: ['model_type'],
    message: 'only models of the families qwen2_5_vl and qwen2_vl can be run',
  })
  .transform((config, context) => {
    const text = textConfig.safeParse({ ...config, ...config.text_config });
    if (text.success) return { ...config, text: text.data };
    for (const { path, message } of text.error.issues) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
    return z.NEVER;
  });

export const generationSchema = z.looseObject({
  eos_token_id: tokens,
  bos_token_id: tokens,
  pad_token_id: tokens,
});

const three = z.array(z.number()).length(3);

/** `preprocessor_config.json`: pixel bounds as `min_pixels` and `max_pixels`, or in `size`. */
export const preprocessorSchema = z.looseObject({
  patch_size: z.int().positive().default(14),
  temporal_patch_size: z.int().positive().default(2),
  merge_size: z.int().positive().default(2),
  min_pixels: z.number().positive().nullish(),
  max_pixels: z.number().positive().nullish(),
  size: z.looseObject({ shortest_edge: z.number().nullish(), longest_edge: z.number().nullish() }).nullish(),
  do_rescale: z.boolean().default(true),
  rescale_factor: z.number().default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: three.default([0.48145466, 0.4578275, 0.40821073]),
  image_std: three.default([0.26862954, 0.26130258, 0.27577711]),
});

/** The family's own bounds where a model gives none. */
const familyPixels = { min: 56 * 56, max: 28 * 28 * 1280 };

export function modelConfig(
  config: z.output<typeof configSchema>,
  generation: z.output<typeof generationSchema>,
  preprocessor: z.output<typeof preprocessorSchema>,
): ModelConfig {
  const { text } = config;
  const endTokens = list(generation.eos_token_id ?? text.eos_token_id);
  const patchSize = preprocessor.patch_size;
  const mergeSize = preprocessor.merge_size;
  return {
    family: config.model_type === 'qwen2_vl' ? 'Qwen2-VL' : 'Qwen2.5-VL',
    layers: text.num_hidden_layers,
    keyValueHeads: text.num_key_value_heads ?? text.num_attention_heads,
    headSize: text.head_dim ?? text.hidden_size / text.num_attention_heads,
    hiddenSize: text.hidden_size,
    contextTokens: text.max_position_embeddings,
    imageToken: config.image_token_id,
    pictureTokens: [...list(config.image_token_id), ...list(config.video_token_id)],
    endTokens,
    controlTokens: [
      ...new Set([
        ...endTokens,
        ...list(text.eos_token_id),
        ...list(generation.bos_token_id ?? text.bos_token_id),
        ...list(generation.pad_token_id ?? text.pad_token_id),
        ...list(config.image_token_id),
        ...list(config.video_token_id),
        ...list(config.vision_start_token_id),
        ...list(config.vision_end_token_id),
      ]),
    ],
    patches: {
      patchSize,
      mergeSize,
      temporalPatchSize: preprocessor.temporal_patch_size,
      rescale: preprocessor.do_rescale ? preprocessor.rescale_factor : 1,
      mean: preprocessor.do_normalize ? preprocessor.image_mean : [0, 0, 0],
      deviation: preprocessor.do_normalize ? preprocessor.image_std : [1, 1, 1],
    },
    pixels: {
      factor: patchSize * mergeSize,
      minPixels: preprocessor.min_pixels ?? preprocessor.size?.shortest_edge ?? familyPixels.min,
      maxPixels: preprocessor.max_pixels ?? preprocessor.size?.longest_edge ?? familyPixels.max,
    },
  };
}

const list = (value: number | number[] | null | undefined): readonly number[] =>
  value === null || value === undefined ? [] : [value].flat();
