import { basename } from 'node:path';
import { DeepSportError } from '#common/domain/index.ts';

/** A drive that gives nothing for this long is not slow but away. */
const patienceMilliseconds = 8000;

/**
 * Waits for a drive no longer than is reasonable. Each answer that is waited for in vain holds a thread of the
 * process until the drive comes back, so while one is due the next only wait for that one.
 */
export class DriveDeadline {
  readonly #path: string;
  readonly #milliseconds: number;
  #due: Promise<unknown> | null = null;

  constructor(path: string, milliseconds = patienceMilliseconds) {
    this.#path = path;
    this.#milliseconds = milliseconds;
  }

  /** Whether an answer was given up that has not come since. */
  get isStalled(): boolean {
    return this.#due !== null;
  }

  /** What `ask` answers. Fails with FILE_STALLED. */
  async wait<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (this.#due) await this.#within(this.#due);
    return this.#within(ask());
  }

  async #within<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      this.#due ??= answer.then(
        () => this.#answered(),
        () => this.#answered(),
      );
      late.reject(fileStalled(this.#path));
    }, this.#milliseconds);
    try {
      return await Promise.race([answer, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  #answered(): void {
    this.#due = null;
  }
}

const fileStalled = (path: string) =>
  new DeepSportError(
    'FILE_STALLED',
    `${basename(path)} does not answer. Check the network or drive it lies on, then try again.`,
    { name: basename(path) },
  );
