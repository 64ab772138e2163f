import type { WorkerReply, WorkerRequest } from './worker-protocol.ts';

/** A started worker process, seen from the main process. Adapters: Node's `fork`, Electron's `utilityProcess`. */
export interface WorkerProcess {
  readonly pid: number | undefined;
  post(message: WorkerRequest): void;
  onMessage(listener: (message: WorkerReply) => void): void;
  /** Called once, however the process ends. */
  onExit(listener: (reason: string) => void): void;
  /** Ends the process at once; safe to call twice. */
  kill(): void;
}

/** The named worker entries of the build. */
type WorkerName = 'video-worker' | 'media-worker' | 'inference-worker';

/** Starts a worker by name. Structured-clone messages: typed arrays travel as they are. */
export type StartWorker = (name: WorkerName) => WorkerProcess;
