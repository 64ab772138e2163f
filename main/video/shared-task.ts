import { cancelled } from '#common/domain/index.ts';

/**
 * One piece of work that several callers wait for. Each may leave by its own signal; the work itself is
 * cancelled once all have left.
 */
export class SharedTask<Result> {
  readonly #controller = new AbortController();
  readonly #result: Promise<Result>;
  #callers = 0;

  constructor(work: (signal: AbortSignal) => Promise<Result>) {
    this.#result = work(this.#controller.signal);
    this.#result.catch(() => {});
  }

  get isAbandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  /** The outcome for whoever must clean up; does not count as a caller. */
  get outcome(): Promise<Result> {
    return this.#result;
  }

  abandon(): void {
    this.#controller.abort();
  }

  async join(signal: AbortSignal | undefined): Promise<Result> {
    if (signal?.aborted) throw cancelled();
    this.#callers += 1;
    const left = Promise.withResolvers<never>();
    const leave = () => {
      this.#callers -= 1;
      if (this.#callers === 0) this.#controller.abort();
      left.reject(cancelled());
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([this.#result, left.promise]);
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }
}
