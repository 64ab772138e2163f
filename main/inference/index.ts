export { createEngineRegistry } from './create-engine-registry.ts';
export { type CudaLibraries, fetchCudaLibraries } from './cuda/fetch-cuda-libraries.ts';
export { defaultProtocol } from './default-protocol.ts';
export { createModelStore } from './model-store/create-model-store.ts';
export { createHubClient } from './model-store/hub-client.ts';
export type { ModelStore } from './model-store/model-store.ts';
export { deviceChoiceSchema } from './onnx/device-choice-schema.ts';
export { runtimeFolder } from './onnx/runtime-folder.ts';
export {
  createScriptedModel,
  type Script,
  type ScriptedModel,
  type ScriptedModelOptions,
} from './scripted/scripted-model.ts';
export type {
  Conversation,
  ReplyEvent,
  UserMessage,
  VisionLanguageModel,
} from './vision-language-model.ts';
