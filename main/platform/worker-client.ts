import { cancelled, DeepSportError } from '#common/domain/index.ts';
import type { WorkerProcess } from './worker-port.ts';
import { unpackError, type WorkerReply } from './worker-protocol.ts';

export type CallOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: never) => void) | undefined;
};

type Pending = {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onEvent: ((event: never) => void) | undefined;
};

/**
 * Calls into a worker process that is started on first use and started anew after a crash. A crash fails the
 * calls under way with WORKER_STOPPED; the next call finds a fresh process. Cancelling rejects at once and
 * tells the worker to stop.
 */
export class WorkerClient implements AsyncDisposable {
  #process: WorkerProcess | null = null;
  #ready: Promise<void> = Promise.resolve();
  #pending = new Map<number, Pending>();
  #nextId = 1;
  #closed = false;
  #generation = 0;
  readonly #start: () => WorkerProcess;
  /** What stopped, as a person would say it: `The video decoder`. */
  readonly #title: string;

  constructor(title: string, start: () => WorkerProcess) {
    this.#title = title;
    this.#start = start;
  }

  /** Counts the processes started; a caller that keeps state in the worker sees by it that the state is gone. */
  get generation(): number {
    return this.#generation;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async call(method: string, input: unknown, options: CallOptions = {}): Promise<unknown> {
    if (this.#closed) throw new DeepSportError('WORKER_STOPPED', `${this.#title} is closed.`);
    if (options.signal?.aborted) throw cancelled();
    const worker = this.#process ?? this.#launch();
    await this.#ready;
    if (options.signal?.aborted) throw cancelled();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const abort = () => {
        if (!this.#pending.delete(id)) return;
        worker.post({ kind: 'cancel', id });
        reject(cancelled());
      };
      const done = () => options.signal?.removeEventListener('abort', abort);
      options.signal?.addEventListener('abort', abort, { once: true });
      this.#pending.set(id, {
        resolve: (value) => {
          done();
          resolve(value);
        },
        reject: (error) => {
          done();
          reject(error);
        },
        onEvent: options.onEvent,
      });
      worker.post({ kind: 'call', id, method, input });
    });
  }

  #launch(): WorkerProcess {
    const worker = this.#start();
    this.#process = worker;
    this.#generation += 1;
    this.#ready = new Promise((resolve, reject) => {
      worker.onMessage((message) => {
        if (message.kind === 'ready') resolve();
        else this.#receive(message);
      });
      worker.onExit((reason) => {
        const error = this.#stopped(reason);
        reject(error);
        if (this.#process === worker) this.#process = null;
        for (const [id, pending] of this.#pending) {
          this.#pending.delete(id);
          pending.reject(error);
        }
      });
    });
    this.#ready.catch(() => {});
    return worker;
  }

  #receive(message: Exclude<WorkerReply, { kind: 'ready' }>): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    switch (message.kind) {
      case 'event':
        pending.onEvent?.(message.event as never);
        return;
      case 'result':
        this.#pending.delete(message.id);
        pending.resolve(message.result);
        return;
      case 'error':
        this.#pending.delete(message.id);
        pending.reject(unpackError(message.error));
        return;
    }
  }

  #stopped(reason: string): DeepSportError {
    return new DeepSportError(
      'WORKER_STOPPED',
      `${this.#title} stopped unexpectedly (${reason}). It starts again by itself: please ask again.`,
      { reason },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const worker = this.#process;
    if (!worker) return;
    const exited = new Promise<void>((resolve) => worker.onExit(() => resolve()));
    worker.kill();
    await exited;
  }
}
