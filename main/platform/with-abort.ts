import { cancelled, throwIfCancelled } from '#common/domain/index.ts';

/** The promise's outcome, or CANCELLED at once when the signal fires: a collaborator that hangs holds nothing up. */
export async function withAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  // Its rejection after an abort belongs to nobody.
  promise.catch(() => {});
  throwIfCancelled(signal);
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(cancelled());
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
