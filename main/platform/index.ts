export { dataFolder } from './data-folder.ts';
export { forkWorker } from './fork-worker.ts';
export { createLogFile } from './log-file.ts';
export { createNetworkLedger, isLoopback } from './network-ledger.ts';
export type { Clock, CreateId, Log } from './ports.ts';
export { openSettingsFile, type SettingsFile } from './settings-file.ts';
export { WorkerClient } from './worker-client.ts';
export type { StartWorker, WorkerProcess } from './worker-port.ts';
export { serveWorker, type WorkerMethod } from './worker-server.ts';
