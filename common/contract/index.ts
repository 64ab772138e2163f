export { type BatchRequest, batchRequestSchema, questionBatchSchema } from './batch-schemas.ts';
export {
  caseCheckSchema,
  caseManifestSchema,
  casePictureSchema,
  caseSealSchema,
  ledgerSchema,
} from './case-schemas.ts';
export { type ApplicationInfo, type Contract, contract } from './contract.ts';
export { fromContractError } from './error-map.ts';
export { importPreviewSchema } from './handover-schemas.ts';
export { mediaPaths } from './media.ts';
export { projectNameSchema } from './project-schemas.ts';
export { answerFormSchema } from './question-schemas.ts';
export {
  authorSchema,
  codeWindowSchema,
  recordItemSchema,
} from './record-schemas.ts';
export {
  type AskRequest,
  askRequestSchema,
  clipInfoSchema,
  serverCapabilitiesSchema,
  stepSchema,
  trajectorySchema,
} from './schemas.ts';
export {
  defaultSettings,
  type ServerSettings,
  type Settings,
  type SettingsChange,
  serverSettingsSchema,
  settingsChangeSchema,
  settingsSchema,
} from './settings.ts';
