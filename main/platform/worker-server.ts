import { packError, type WorkerReply, type WorkerRequest } from './worker-protocol.ts';

/** One method of a worker: gets its input, a signal that fires on cancel, and a way to tell events. */
export type WorkerMethod = (
  input: never,
  context: { readonly signal: AbortSignal; readonly emit: (event: unknown) => void },
) => Promise<unknown>;

/** The channel to whoever started this process. */
type ParentChannel = {
  readonly post: (message: WorkerReply) => void;
  readonly onMessage: (listener: (message: WorkerRequest) => void) => void;
};

/** The channel of this process: Electron's parent port, or the IPC channel of Node's `fork`. */
function parentChannel(): ParentChannel {
  const parentPort = (process as { parentPort?: ElectronParentPort }).parentPort;
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data as WorkerRequest)),
    };
  }
  process.on('disconnect', () => process.exit(0));
  // A terminal sends Ctrl+C to the whole group; the program that started this worker decides what it means.
  process.on('SIGINT', () => {});
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', (message) => listener(message as WorkerRequest)),
  };
}

type ElectronParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
};

/** Serves methods until the process ends. Calls run concurrently; a worker that must not does its own queueing. */
export function serveWorker(
  methods: Readonly<Record<string, WorkerMethod>>,
  channel = parentChannel(),
): void {
  const running = new Map<number, AbortController>();
  channel.onMessage(async (message) => {
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    const { id } = message;
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const method = methods[message.method];
      if (!method) throw new Error(`this worker has no method ${message.method}`);
      const emit = (event: unknown) => channel.post({ kind: 'event', id, event });
      const result = await method(message.input as never, { signal: controller.signal, emit });
      channel.post({ kind: 'result', id, result });
    } catch (error) {
      channel.post({ kind: 'error', id, error: packError(error) });
    } finally {
      running.delete(id);
    }
  });
  channel.post({ kind: 'ready' });
}
