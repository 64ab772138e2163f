export {
  type ConfiguredServer,
  createEngineRegistry,
  type EngineRegistryOptions,
} from './create-engine-registry.ts';
export { defaultPrompts } from './default-prompts.ts';
export { defaultProtocol, largestFrame } from './default-protocol.ts';
export type { EngineRegistry } from './engine-registry.ts';
export { describeModel, type ModelDescription, modelDescriptionSchema } from './onnx/model-description.ts';
export { type ModelFolder, readModelFolder } from './onnx/model-folder.ts';
export { createOnnxModel, type OnnxModelOptions } from './onnx/onnx-model.ts';
export { createOpenAiModel, type OpenAiModelOptions, type ServerLimits } from './openai/openai-model.ts';
export { isServerReference, parseServerReference } from './openai/server-reference.ts';
export { demoScript } from './scripted/demo-script.ts';
export {
  createScriptedModel,
  type Script,
  type ScriptedModel,
  type ScriptedModelOptions,
  type ScriptedTurn,
} from './scripted/scripted-model.ts';
export type {
  Conversation,
  MessagePart,
  ReplyEvent,
  ReplyOptions,
  UserMessage,
  VisionLanguageModel,
} from './vision-language-model.ts';
