import { APIConnectionError, APIError } from 'openai';
import type { ServerLimits } from './server-limits.ts';

/** Whether asking again may help: too busy, broken, or not to be reached. Every other refusal would be the same. */
export function mayHelpToRepeat(error: unknown): boolean {
  if (error instanceof APIConnectionError) return true;
  if (error instanceof APIError) {
    return error.status === undefined ? false : error.status === 429 || error.status >= 500;
  }
  // What fetch throws when a connection breaks.
  return error instanceof TypeError && error.cause !== undefined;
}

const longestMilliseconds = 60_000;

/**
 * How long to wait before the attempt after this one (counted from 0): what the server said, else twice as long each
 * time with a random half, so that many clients do not come back at once.
 */
export function retryDelay(
  error: unknown,
  attempt: number,
  limits: ServerLimits,
  random: () => number,
): number {
  const told = error instanceof APIError ? toldMilliseconds(error.headers) : null;
  const growing = limits.retryMilliseconds * 2 ** attempt;
  return Math.min(longestMilliseconds, told ?? growing * (0.5 + random() / 2));
}

/** `Retry-After` is in seconds or a date. */
function toldMilliseconds(headers: Headers | undefined): number | null {
  const text = headers?.get('retry-after');
  if (!text) return null;
  const seconds = Number(text);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : null;
}
