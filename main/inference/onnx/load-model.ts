import type { Vocabulary } from '../reply-form/form-sampler.ts';
import { buildTokenTrie } from '../reply-form/token-trie.ts';
import type { ComputeDevice } from './compute-device.ts';
import { createDecoder, type Decoder } from './decoder.ts';
import type { ModelConfig } from './model-config.ts';
import { type ModelGraphs, readModelFolder } from './model-folder.ts';
import { openSession, type SessionSettings } from './open-session.ts';
import { createPromptBuilder, type PromptBuilder } from './prompt-builder.ts';
import { loadTextCodec, type TextCodec } from './text-codec.ts';
import { createTokenEmbedder, type TokenEmbedder } from './token-embedder.ts';
import { createVisionEncoder, type VisionEncoder } from './vision-encoder.ts';

export type LoadSettings = SessionSettings & {
  readonly folder: string;
  /** Where to compute; the CPU by default, and wherever the device asked for is not to be had. */
  readonly device?: ComputeDevice | undefined;
  /** What a conversation may hold; at most what the model was built for. */
  readonly contextTokens?: number | undefined;
  /** Memory for features of frames already encoded; 256 MiB by default. */
  readonly featureCacheBytes?: number | undefined;
};

/** A model in memory, ready to reply. */
export type LoadedModel = AsyncDisposable & {
  readonly config: ModelConfig;
  /** Where it really computes. */
  readonly device: ComputeDevice;
  readonly contextTokens: number;
  readonly codec: TextCodec;
  readonly prompts: PromptBuilder;
  readonly vision: VisionEncoder;
  /** What each token writes, for the form of a reply; made on first use. */
  readonly vocabulary: (size: number) => Vocabulary;
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
  const { device, vision, embedder, decoder } = await openGraphs(folder, graphs, settings);
  const cacheBytes = settings.featureCacheBytes ?? defaultFeatureCacheBytes;
  return {
    config,
    device,
    contextTokens: Math.min(config.contextTokens, settings.contextTokens ?? config.contextTokens),
    codec,
    prompts,
    vocabulary: createVocabulary(codec),
    vision: createVisionEncoder(vision, config, folder, cacheBytes),
    embed: createTokenEmbedder(embedder, config.imageToken, config.hiddenSize, folder),
    decoder: createDecoder(decoder, config, folder),
    async [Symbol.asyncDispose]() {
      await Promise.all([vision.release(), embedder.release(), decoder.release()]);
    },
  };
}

/** All graphs on the device asked for, or all on the CPU: a mixture would copy the cache back and forth. */
async function openGraphs(folder: string, graphs: ModelGraphs, settings: LoadSettings) {
  const openOn = async (device: ComputeDevice) => ({
    device,
    vision: await openSession(folder, graphs.visionEncoder, device, settings),
    embedder: await openSession(folder, graphs.embedTokens, device, settings),
    decoder: await openSession(folder, graphs.decoder, device, settings),
  });
  const { device = 'cpu' } = settings;
  return device === 'cpu' ? openOn('cpu') : openOn(device).catch(() => openOn('cpu'));
}

function createVocabulary(codec: TextCodec): LoadedModel['vocabulary'] {
  let made: Vocabulary | undefined;
  return (size) => {
    if (made?.texts.length === size) return made;
    const texts = Array.from({ length: size }, (_, token) =>
      codec.isControl(token) ? undefined : codec.decode([token]),
    );
    made = { texts, trie: buildTokenTrie(texts) };
    return made;
  };
}
