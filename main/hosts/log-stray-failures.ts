import type { Log } from '#main/platform/index.ts';

/**
 * A failure that nobody waited for is written to the log: it must neither end a host that serves other things
 * nor put a stack trace before a person.
 */
export function logStrayFailures(log: Log): void {
  const write = (error: unknown) =>
    log('error', 'a failure that nobody handled', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  process.on('unhandledRejection', write);
  process.on('uncaughtException', write);
}
