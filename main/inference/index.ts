export { createEngineRegistry } from './create-engine-registry.ts';
export { defaultProtocol } from './default-protocol.ts';
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
