import type { Vocabulary } from '../reply-form/form-sampler.ts';
import { buildTokenTrie } from '../reply-form/token-trie.ts';
import { chooseDevices, type OpenGraph } from './choose-devices.ts';
import type { ComputeDevice, DeviceChoice, DevicePreference } from './compute-device.ts';
import { createDecoder, type Decoder } from './decoder.ts';
import { candidateDevices, machineStamp } from './machine-devices.ts';
import type { ModelConfig } from './model-config.ts';
import { type ModelFolder, readModelFolder } from './model-folder.ts';
import { keepsOutputs, openSession } from './open-session.ts';
import { createPiecePace, type PiecePace } from './piece-pace.ts';
import { createPromptBuilder, type PromptBuilder } from './prompt-builder.ts';
import { loadTextCodec, type TextCodec } from './text-codec.ts';
import { createTokenEmbedder, type TokenEmbedder } from './token-embedder.ts';
import { createVisionEncoder, type VisionEncoder } from './vision-encoder.ts';

export type LoadSettings = {
  readonly folder: string;
  /** Threads inside one operator; by default up to 4, never more than the machine has. */
  readonly threads?: number | undefined;
  /** Where to compute; without it on the CPU, which is then not measured. The CPU takes over where a device fails. */
  readonly device?: DevicePreference | undefined;
  /** What was found out before; tried anew where it does not hold any more. */
  readonly choice?: DeviceChoice | undefined;
  /** Devices that failed while running. */
  readonly avoid?: readonly ComputeDevice[] | undefined;
  /** What a conversation may hold; at most what the model was built for. */
  readonly contextTokens?: number | undefined;
  /** Memory for features of frames already encoded; 256 MiB by default. */
  readonly featureCacheBytes?: number | undefined;
};

/** A model in memory, ready to reply. */
export type LoadedModel = AsyncDisposable & {
  readonly config: ModelConfig;
  /** Where it really computes, and how fast it did when it was tried; null where it was not. */
  readonly choice: DeviceChoice | null;
  /** Whether the key-value cache lies in the accelerator's memory. */
  readonly cacheOnDevice: boolean;
  readonly contextTokens: number;
  readonly codec: TextCodec;
  readonly prompts: PromptBuilder;
  readonly vision: VisionEncoder;
  /** What each token writes, for the form of a reply; made on first use. */
  readonly vocabulary: (size: number) => Vocabulary;
  readonly embed: TokenEmbedder;
  readonly decoder: Decoder;
  /** In tokens. */
  readonly pace: { readonly vision: PiecePace; readonly prefill: PiecePace };
};

const defaultFeatureCacheBytes = 256 * 2 ** 20;
/** Tokens of a picture or of a prompt computed in one go. */
const visionPieces = { least: 16, most: 1024 };
const prefillPieces = { least: 16, most: 1024 };

export type LoadModel = typeof loadModel;

/** Loads the three graphs and the tokenizer. MODEL_INCOMPLETE or NOT_FOUND with a sentence. */
export async function loadModel(
  settings: LoadSettings,
  onTry: (device: ComputeDevice) => void = () => {},
): Promise<LoadedModel> {
  const { folder } = settings;
  const model = await readModelFolder(folder);
  const { config, graphs, chatTemplate } = model;
  const codec = await loadTextCodec(folder, config.controlTokens);
  const prompts = createPromptBuilder(folder, chatTemplate, codec, config.imageToken);
  const embedder = await openSession(folder, graphs.embedTokens, 'cpu', settings);
  const { choice, vision, decoder } = await openGraphs(model, settings, onTry);
  const cacheBytes = settings.featureCacheBytes ?? defaultFeatureCacheBytes;
  return {
    config,
    choice,
    cacheOnDevice: choice !== null && keepsOutputs(choice.decoder),
    contextTokens: Math.min(config.contextTokens, settings.contextTokens ?? config.contextTokens),
    codec,
    prompts,
    vocabulary: createVocabulary(codec),
    vision: createVisionEncoder(vision, config, folder, cacheBytes),
    embed: createTokenEmbedder(embedder, config.imageToken, config.hiddenSize, folder),
    decoder: createDecoder(decoder, config, folder),
    pace: {
      vision: createPiecePace({ ...visionPieces, perSecond: choice?.pictureTokensPerSecond ?? null }),
      prefill: createPiecePace({ ...prefillPieces, perSecond: choice?.promptTokensPerSecond ?? null }),
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([vision.release(), embedder.release(), decoder.release()]);
    },
  };
}

async function openGraphs(
  model: ModelFolder,
  settings: LoadSettings,
  onTry: (device: ComputeDevice) => void,
) {
  const { folder, config, graphs } = model;
  const cache = Array.from({ length: config.layers }, (_, layer) => [
    `present.${layer}.key`,
    `present.${layer}.value`,
  ]).flat();
  const open: OpenGraph = (graph, device) =>
    graph === 'vision'
      ? openSession(folder, graphs.visionEncoder, device, settings)
      : openSession(folder, graphs.decoder, device, { ...settings, keepOnDevice: cache });
  const { device, choice, avoid = [] } = settings;
  if (device === undefined) {
    return { choice: null, vision: await open('vision', 'cpu'), decoder: await open('decoder', 'cpu') };
  }
  const stamp = machineStamp();
  if (choice?.stamp === stamp && !avoid.includes(choice.vision) && !avoid.includes(choice.decoder)) {
    for (const used of new Set([choice.vision, choice.decoder])) if (used !== 'cpu') onTry(used);
    const vision = await open('vision', choice.vision).catch(() => null);
    const decoder = vision && (await open('decoder', choice.decoder).catch(() => null));
    if (vision && decoder) return { choice, vision, decoder };
    await vision?.release();
  }
  const candidates = candidateDevices(device, avoid);
  return chooseDevices({ model, open, candidates, stamp, evenIfSlower: device !== 'auto', onTry });
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
