export { dataFolder } from './data-folder.ts';
export { forkWorker } from './fork-worker.ts';
export { createLogFile } from './log-file.ts';
export { createNetworkLedger, isLoopback, type NetworkLedger } from './network-ledger.ts';
export type { Clock, CreateId, Log } from './ports.ts';
export { openSettingsFile, type SettingsFile, type SettingsSources } from './settings-file.ts';
export { type CallOptions, WorkerClient } from './worker-client.ts';
export type { StartWorker, WorkerName, WorkerProcess } from './worker-port.ts';
export { type ParentChannel, serveWorker, type WorkerMethod } from './worker-server.ts';
