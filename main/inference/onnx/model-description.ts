import { basename, join } from 'node:path';
import { z } from 'zod';
import { type EngineCard, type EngineProtocol, toolNames } from '#common/domain/index.ts';
import { defaultProtocol } from '../default-protocol.ts';
import { hashWeights, type hashWeightsIfQuick } from './hash-weights.ts';
import type { ModelFolder } from './model-folder.ts';
import { fileExists, readModelJson } from './read-model-file.ts';

const count = z.int().positive();

/** `deepsport.json`: what a model says of itself and how it was trained to be asked. All but `format` may be absent. */
const modelDescriptionSchema = z.looseObject({
  format: z.literal(1),
  name: z.string().min(1).optional(),
  edition: z.union([z.string(), z.number()]).optional(),
  family: z.string().optional(),
  licence: z.string().nullish(),
  summary: z.string().optional(),
  knows: z.array(z.string()).optional(),
  declines: z.array(z.string()).optional(),
  initialFrames: count.optional(),
  framesPerLook: count.optional(),
  passiveFrames: count.optional(),
  maxTurns: count.optional(),
  maxFrames: count.optional(),
  contextTokens: count.optional(),
  maxAnswerTokens: count.optional(),
  frameLabel: z.string().optional(),
  tools: z.array(z.enum(toolNames)).min(1).optional(),
  longClip: z
    .object({
      overSeconds: z.number().positive(),
      framesPerView: count,
      maxFrames: count,
      maxSize: z.object({ width: count, height: count }),
    })
    .nullish(),
  prompts: z
    .object({
      system: z.string(),
      question: z.string(),
      passive: z.string(),
      look: z.string(),
      analystLook: z.string(),
      toolResult: z.string(),
      answerOnly: z.string(),
      repair: z.string(),
    })
    .partial()
    .optional(),
  measured: z.record(z.string(), z.unknown()).optional(),
  training: z.record(z.string(), z.unknown()).optional(),
});
type ModelDescription = z.output<typeof modelDescriptionSchema>;

/**
 * The card of a local model under the given id, by default its folder's name. Loads no weights but hashes them,
 * unless `hash` leaves it at null where that would take seconds. MODEL_INCOMPLETE for a bad deepsport.json.
 */
export async function describeModel(
  model: ModelFolder,
  id = basename(model.folder),
  hash: typeof hashWeightsIfQuick = hashWeights,
): Promise<EngineCard> {
  const { folder, config } = model;
  const described = (await fileExists(join(folder, 'deepsport.json')))
    ? await readModelJson(folder, 'deepsport.json', modelDescriptionSchema)
    : null;
  const contextTokens = Math.min(described?.contextTokens ?? config.contextTokens, config.contextTokens);
  return {
    id,
    name: described?.name ?? basename(folder),
    adapter: 'onnx',
    family: described?.family ?? config.family,
    summary:
      described?.summary ??
      `A ${config.family} model without a model card: nothing is known of what it was trained on. Check its answers with care.`,
    knows: described?.knows ?? [],
    declines: described?.declines ?? [],
    device: 'CPU',
    local: true,
    contextTokens,
    weightsSha256: await hash(folder, model.weightFiles),
    licence: described?.licence ?? null,
    capabilities: null,
    speed: null,
    protocol: described ? describedProtocol(described, contextTokens) : defaultProtocol(contextTokens),
  };
}

/**
 * A model with prompts of its own gets its analyst's looks in the words that it was trained on, and no tool and no
 * rule for long clips that its description does not name: it was trained without.
 */
function describedProtocol(described: ModelDescription, contextTokens: number): EngineProtocol {
  const own = described.prompts ?? {};
  const explainsItself = own.system !== undefined;
  const tools = described.tools ?? (explainsItself ? (['frame_extraction_tool'] as const) : toolNames);
  const byDefault = defaultProtocol(contextTokens, tools);
  return {
    initialFrames: described.initialFrames ?? byDefault.initialFrames,
    framesPerLook: described.framesPerLook ?? byDefault.framesPerLook,
    passiveFrames: described.passiveFrames ?? byDefault.passiveFrames,
    maxTurns: described.maxTurns ?? byDefault.maxTurns,
    maxFrames: described.maxFrames ?? byDefault.maxFrames,
    frameLabel: described.frameLabel ?? byDefault.frameLabel,
    maxAnswerTokens: described.maxAnswerTokens ?? byDefault.maxAnswerTokens,
    tools,
    longClip:
      described.longClip === undefined && !explainsItself ? byDefault.longClip : (described.longClip ?? null),
    prompts: {
      system: own.system ?? byDefault.prompts.system,
      question: own.question ?? byDefault.prompts.question,
      passive: own.passive ?? byDefault.prompts.passive,
      look: own.look ?? byDefault.prompts.look,
      analystLook: own.analystLook ?? own.look ?? byDefault.prompts.analystLook,
      toolResult: own.toolResult ?? byDefault.prompts.toolResult,
      answerOnly: own.answerOnly ?? byDefault.prompts.answerOnly,
      repair: own.repair ?? byDefault.prompts.repair,
    },
  };
}
