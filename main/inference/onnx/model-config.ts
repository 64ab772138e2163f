import { z } from 'zod';
import type { PatchRule } from './picture-patches.ts';
import type { PixelRule } from './smart-resize.ts';

/** What the engine needs to know of a model, whatever its size. */
export type ModelConfig = {
  readonly family: string;
  readonly layers: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  /** Numbers that stand for one place: its embedding, and as many again for each of `deepstackLayers`. */
  readonly hiddenSize: number;
  /** First layers of the decoder after which features of pictures are added once more (Qwen3-VL §2.3, DeepStack). */
  readonly deepstackLayers: number;
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

/** What the families are called; all share the layout of their graphs. */
const familyTitles: Readonly<Record<string, string>> = {
  qwen2_vl: 'Qwen2-VL',
  qwen2_5_vl: 'Qwen2.5-VL',
  qwen3_vl: 'Qwen3-VL',
  qwen3_vl_moe: 'Qwen3-VL',
};

const visionConfig = z.looseObject({
  patch_size: z.int().positive().nullish(),
  temporal_patch_size: z.int().positive().nullish(),
  spatial_merge_size: z.int().positive().nullish(),
  deepstack_visual_indexes: z.array(z.int()).nullish(),
});

/** `config.json`: newer writers nest the text model's fields in `text_config`, older ones do not. */
export const configSchema = z
  .looseObject({
    model_type: z.string(),
    text_config: z.looseObject({}).optional(),
    vision_config: visionConfig.optional(),
    image_token_id: z.int(),
    video_token_id: z.int().nullish(),
    vision_start_token_id: z.int().nullish(),
    vision_end_token_id: z.int().nullish(),
  })
  .refine(({ model_type }) => Object.hasOwn(familyTitles, model_type), {
    path: ['model_type'],
    message: `only models of the families ${Object.keys(familyTitles).join(', ')} can be run`,
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
  patch_size: z.int().positive().nullish(),
  temporal_patch_size: z.int().positive().nullish(),
  merge_size: z.int().positive().nullish(),
  min_pixels: z.number().positive().nullish(),
  max_pixels: z.number().positive().nullish(),
  size: z
    .looseObject({
      shortest_edge: z.number().nullish(),
      longest_edge: z.number().nullish(),
      min_pixels: z.number().nullish(),
      max_pixels: z.number().nullish(),
    })
    .nullish(),
  do_rescale: z.boolean().default(true),
  rescale_factor: z.number().default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: three.nullish(),
  image_std: three.nullish(),
});

/** What holds where a model's files do not say: those of Qwen3-VL differ from the families before it. */
const familyPictures = {
  before: {
    patch: 14,
    mean: [0.48145466, 0.4578275, 0.40821073],
    deviation: [0.26862954, 0.26130258, 0.27577711],
    minPixels: 56 * 56,
    maxPixels: 28 * 28 * 1280,
  },
  qwen3: {
    patch: 16,
    mean: [0.5, 0.5, 0.5],
    deviation: [0.5, 0.5, 0.5],
    minPixels: 256 * 256,
    maxPixels: 4096 * 4096,
  },
} as const;

export function modelConfig(
  config: z.output<typeof configSchema>,
  generation: z.output<typeof generationSchema>,
  preprocessor: z.output<typeof preprocessorSchema>,
): ModelConfig {
  const { text, vision_config: vision } = config;
  const family = familyPictures[config.model_type.startsWith('qwen3') ? 'qwen3' : 'before'];
  const endTokens = list(generation.eos_token_id ?? text.eos_token_id);
  const patchSize = preprocessor.patch_size ?? vision?.patch_size ?? family.patch;
  const mergeSize = preprocessor.merge_size ?? vision?.spatial_merge_size ?? 2;
  const deepstackLayers = vision?.deepstack_visual_indexes?.length ?? 0;
  return {
    family: familyTitles[config.model_type] ?? config.model_type,
    layers: text.num_hidden_layers,
    keyValueHeads: text.num_key_value_heads ?? text.num_attention_heads,
    headSize: text.head_dim ?? text.hidden_size / text.num_attention_heads,
    hiddenSize: text.hidden_size * (1 + deepstackLayers),
    deepstackLayers,
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
      temporalPatchSize: preprocessor.temporal_patch_size ?? vision?.temporal_patch_size ?? 2,
      rescale: preprocessor.do_rescale ? preprocessor.rescale_factor : 1,
      mean: preprocessor.do_normalize ? (preprocessor.image_mean ?? family.mean) : [0, 0, 0],
      deviation: preprocessor.do_normalize ? (preprocessor.image_std ?? family.deviation) : [1, 1, 1],
    },
    pixels: {
      factor: patchSize * mergeSize,
      minPixels:
        preprocessor.min_pixels ??
        preprocessor.size?.min_pixels ??
        preprocessor.size?.shortest_edge ??
        family.minPixels,
      maxPixels:
        preprocessor.max_pixels ??
        preprocessor.size?.max_pixels ??
        preprocessor.size?.longest_edge ??
        family.maxPixels,
    },
  };
}

const list = (value: number | number[] | null | undefined): readonly number[] =>
  value === null || value === undefined ? [] : [value].flat();
