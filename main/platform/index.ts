export { forkWorker } from './fork-worker.ts';
export type { Clock, CreateId, Log } from './ports.ts';
export { type CallOptions, WorkerClient } from './worker-client.ts';
export type { StartWorker, WorkerName, WorkerProcess } from './worker-port.ts';
export { type ParentChannel, serveWorker, type WorkerMethod } from './worker-server.ts';
