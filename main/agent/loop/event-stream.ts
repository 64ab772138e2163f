/**
 * Events of a task that runs on its own: it starts with the first `next`, a slow consumer does not hold it up,
 * and a consumer that returns early (or the outer signal) aborts it. An error of the task is thrown after the
 * events before it. The iterator is done when the task has settled.
 */
export function streamEvents<Event>(
  task: (emit: (event: Event) => void, signal: AbortSignal) => Promise<void>,
  outer?: AbortSignal,
): AsyncIterableIterator<Event> & AsyncDisposable {
  const stop = new AbortController();
  const queue: Event[] = [];
  let running: Promise<void> | undefined;
  let isSettled = false;
  let failure: { readonly error: unknown } | undefined;
  let wake = Promise.withResolvers<void>();

  const announce = () => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  const start = (): Promise<void> => {
    const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
    const emit = (event: Event) => {
      queue.push(event);
      announce();
    };
    return task(emit, signal)
      .catch((error: unknown) => {
        failure = { error };
      })
      .finally(() => {
        isSettled = true;
        announce();
      });
  };
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    stop.abort();
    if (!running) isSettled = true;
    await running;
    queue.length = 0;
    failure = undefined;
    return { done: true, value: undefined };
  };

  return {
    async next() {
      if (!isSettled) running ??= start();
      for (;;) {
        if (queue.length > 0) return { done: false, value: queue.shift() as Event };
        if (isSettled) break;
        await wake.promise;
      }
      if (!failure) return { done: true, value: undefined };
      const { error } = failure;
      failure = undefined;
      throw error;
    },
    return: end,
    async throw(error) {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await end();
    },
  };
}
