import { createDecoder, type Decoder } from './decoder.ts';
import type { ModelConfig } from './model-config.ts';
import { readModelFolder } from './model-folder.ts';
import { openSession, type SessionSettings } from './open-session.ts';
import { createPromptBuilder, type PromptBuilder } from './prompt-builder.ts';
import { loadTextCodec, type TextCodec } from './text-codec.ts';
import { createTokenEmbedder, type TokenEmbedder } from './token-embedder.ts';
import { createVisionEncoder, type VisionEncoder } from './vision-encoder.ts';

export type LoadSettings = SessionSettings & {
  readonly folder: string;
  /** What a conversation may hold; at most what the model was built for. */
  readonly contextTokens?: number | undefined;
  /** Memory for features of frames already encoded; 256 MiB by default. */
  readonly featureCacheBytes?: number | undefined;
};

/** A model in memory, ready to reply. */
export type LoadedModel = AsyncDisposable & {
  readonly config: ModelConfig;
  readonly contextTokens: number;
  readonly codec: TextCodec;
  readonly prompts: PromptBuilder;
  readonly vision: VisionEncoder;
  readonly embed: TokenEmbedder;
  readonly decoder: Decoder;
};

const defaultFeatureCacheBytes = 256 * 2 ** 20;

/** Loads the three graphs and the tokenizer. MODEL_INCOMPLETE or NOT_FOUND with a sentence. */
export async function loadModel(settings: LoadSettings): Promise<LoadedModel> {
  const { folder } = settings;
  const { config, graphs, chatTemplate } = await readModelFolder(folder);
  const codec = await loadTextCodec(folder, config.controlTokens);
  const prompts = createPromptBuilder(folder, chatTemplate, codec, config.imageToken);
  const vision = await openSession(folder, graphs.visionEncoder, settings);
  const embedder = await openSession(folder, graphs.embedTokens, settings);
  const decoder = await openSession(folder, graphs.decoder, settings);
  const cacheBytes = settings.featureCacheBytes ?? defaultFeatureCacheBytes;
  return {
    config,
    contextTokens: Math.min(config.contextTokens, settings.contextTokens ?? config.contextTokens),
    codec,
    prompts,
    vision: createVisionEncoder(vision, config, folder, cacheBytes),
    embed: createTokenEmbedder(embedder, config.imageToken, config.hiddenSize, folder),
    decoder: createDecoder(decoder, config, folder),
    async [Symbol.asyncDispose]() {
      await Promise.all([vision.release(), embedder.release(), decoder.release()]);
    },
  };
}
