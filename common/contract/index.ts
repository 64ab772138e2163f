export { type ApplicationInfo, type Contract, contract } from './contract.ts';
export { fromContractError } from './error-map.ts';
export { mediaPaths } from './media.ts';
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
