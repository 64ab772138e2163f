import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DeepSportError } from '#common/domain/index.ts';
import {
  configSchema,
  generationSchema,
  type ModelConfig,
  modelConfig,
  preprocessorSchema,
} from './model-config.ts';
import {
  fileExists,
  modelIncomplete,
  parseModelJson,
  readModelJson,
  readModelText,
} from './read-model-file.ts';

/** The three graphs of a model in the layout of transformers.js; paths from the folder. */
export type ModelGraphs = {
  readonly visionEncoder: string;
  readonly embedTokens: string;
  readonly decoder: string;
};

/** A model folder that holds all it needs. Nothing is loaded yet. */
export type ModelFolder = {
  readonly folder: string;
  readonly config: ModelConfig;
  readonly graphs: ModelGraphs;
  /** Every file of the weights, external data included; paths from the folder, sorted. */
  readonly weightFiles: readonly string[];
  /** Jinja. */
  readonly chatTemplate: string;
};

const graphNames = {
  visionEncoder: 'vision_encoder',
  embedTokens: 'embed_tokens',
  decoder: 'decoder_model_merged',
} as const;

/**
 * Endings of the files of each precision, best first. `exact` begins with the plain file, which is as exact as the
 * model was exported, and takes halves last, for a CPU computes them by way of 32 bits; `half` is for a GPU.
 */
const suffixes = {
  exact: ['', '_int8', '_quantized', '_uint8', '_q4', '_bnb4', '_q4f16', '_fp16'],
  half: ['_fp16', '_q4f16', '', '_q4', '_int8', '_quantized', '_uint8', '_bnb4'],
} as const;

/** Which files of a model are taken where it comes in several precisions. */
type PrecisionPreference = keyof typeof suffixes;

/** Reads and checks a model folder. MODEL_INCOMPLETE names what is missing or wrong; NOT_FOUND without a folder. */
export async function readModelFolder(
  folder: string,
  preference: PrecisionPreference = 'exact',
): Promise<ModelFolder> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) {
    throw new DeepSportError('NOT_FOUND', `There is no model folder at ${folder}. Choose another folder.`, {
      folder,
    });
  }
  const config = await readModelJson(folder, 'config.json', configSchema);
  const preprocessor = await readModelJson(folder, 'preprocessor_config.json', preprocessorSchema);
  const generation = (await fileExists(join(folder, 'generation_config.json')))
    ? await readModelJson(folder, 'generation_config.json', generationSchema)
    : {};
  const chatTemplate = await readChatTemplate(folder);
  if (!(await fileExists(join(folder, 'tokenizer.json')))) {
    throw modelIncomplete(folder, 'tokenizer.json', 'tokenizer.json is missing');
  }
  const files = await readdir(join(folder, 'onnx')).catch(() => []);
  const graphs = chooseGraphs(folder, files, preference);
  return {
    folder,
    config: modelConfig(config, generation, preprocessor),
    graphs,
    weightFiles: weightFiles(files, graphs),
    chatTemplate,
  };
}

/** One precision for each graph: the best of those that are there. */
function chooseGraphs(
  folder: string,
  files: readonly string[],
  preference: PrecisionPreference,
): ModelGraphs {
  const choose = (name: string) => {
    const suffix = suffixes[preference].find((candidate) => files.includes(`${name}${candidate}.onnx`));
    if (suffix !== undefined) return `onnx/${name}${suffix}.onnx`;
    throw modelIncomplete(folder, `onnx/${name}.onnx`, `onnx/${name}.onnx is missing`);
  };
  return {
    visionEncoder: choose(graphNames.visionEncoder),
    embedTokens: choose(graphNames.embedTokens),
    decoder: choose(graphNames.decoder),
  };
}

/** Large graphs keep their weights in files beside them, named after the graph. */
function weightFiles(files: readonly string[], graphs: ModelGraphs): readonly string[] {
  const chosen = Object.values(graphs);
  return files
    .map((file) => `onnx/${file}`)
    .filter((file) => chosen.some((graph) => file === graph || file.startsWith(`${graph}_data`)))
    .toSorted();
}

const templateSchema = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return null;
  const named = value.find((entry) => entry?.name === 'default') ?? value[0];
  return typeof named?.template === 'string' ? named.template : null;
};

/** In `tokenizer_config.json`, or in a file of its own as newer exporters write it. */
async function readChatTemplate(folder: string): Promise<string> {
  const config = await parseModelJson(folder, 'tokenizer_config.json');
  const inConfig = templateSchema((config as { chat_template?: unknown } | null)?.chat_template);
  if (inConfig) return inConfig;
  if (await fileExists(join(folder, 'chat_template.jinja')))
    return readModelText(folder, 'chat_template.jinja');
  if (await fileExists(join(folder, 'chat_template.json'))) {
    const file = await parseModelJson(folder, 'chat_template.json');
    const template = templateSchema((file as { chat_template?: unknown } | null)?.chat_template);
    if (template) return template;
  }
  throw modelIncomplete(folder, 'tokenizer_config.json', 'tokenizer_config.json holds no chat_template');
}
