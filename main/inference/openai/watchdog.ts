/** Ends a request that the server neither answers nor drops. */
export type Watchdog = Disposable & {
  /** Fires when the caller cancels or time is up. */
  readonly signal: AbortSignal;
  /** Which limit ran out, in words; null while none has. */
  readonly expired: string | null;
  /** From now on there must be a sign of life within this time. */
  expect(what: string, milliseconds: number): void;
  abort(): void;
};

export function createWatchdog(signal: AbortSignal | undefined, totalMilliseconds: number): Watchdog {
  const controller = new AbortController();
  let expired: string | null = null;
  let current: NodeJS.Timeout | undefined;
  const expire = (what: string) => {
    expired ??= what;
    controller.abort();
  };
  const total = setTimeout(
    expire,
    totalMilliseconds,
    `the whole answer within ${seconds(totalMilliseconds)}`,
  );
  const cancel = () => controller.abort();
  if (signal?.aborted) controller.abort();
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    expect(what, milliseconds) {
      clearTimeout(current);
      current = setTimeout(expire, milliseconds, `${what} within ${seconds(milliseconds)}`);
    },
    abort: () => controller.abort(),
    [Symbol.dispose]() {
      clearTimeout(current);
      clearTimeout(total);
      signal?.removeEventListener('abort', cancel);
    },
  };
}

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 100) / 10} s`;
