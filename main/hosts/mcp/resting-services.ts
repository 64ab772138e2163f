import { cancelled } from '#common/domain/index.ts';
import type { Services } from '#main/rpc/services.ts';

export type RestingServicesParts = {
  /** Throws what opening a project throws. */
  readonly open: () => Services;
  /** How long nobody has to want them before they are closed; null for never. */
  readonly restAfterMilliseconds: number | null;
};

/**
 * Services that are there while somebody wants them. A client keeps its server for a day and calls it for a minute:
 * the rest of the time the project must be free for the person, for one process edits it.
 */
export type RestingServices = AsyncDisposable & {
  use<Result>(work: (services: Services) => Promise<Result>): Promise<Result>;
};

export function createRestingServices({
  open,
  restAfterMilliseconds,
}: RestingServicesParts): RestingServices {
  let services: Services | undefined;
  let users = 0;
  let timer: NodeJS.Timeout | undefined;
  let closing: Promise<void> = Promise.resolve();
  let ended = false;

  const close = (): Promise<void> => {
    const present = services;
    services = undefined;
    closing = Promise.resolve(present?.[Symbol.asyncDispose]());
    return closing;
  };
  const rest = () => {
    if (restAfterMilliseconds === null || users > 0 || ended) return;
    timer = setTimeout(() => void close().catch(() => {}), restAfterMilliseconds);
    timer.unref();
  };

  return {
    async use(work) {
      users += 1;
      clearTimeout(timer);
      try {
        // The file must be free before it is opened anew.
        await closing.catch(() => {});
        if (ended) throw cancelled();
        services ??= open();
        return await work(services);
      } finally {
        users -= 1;
        rest();
      }
    },
    async [Symbol.asyncDispose]() {
      ended = true;
      clearTimeout(timer);
      await closing.catch(() => {});
      await close();
    },
  };
}
