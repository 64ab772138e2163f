import { isDeepSportError, toDeepSportError } from '#common/domain/index.ts';
import type { Ending } from './recorder.ts';

/** How a trajectory ends by an error: cancelled where that was wanted, else failed with its sentence. */
export function failedEnding(error: unknown, signal: AbortSignal): Ending {
  const { code, message } = toDeepSportError(error);
  const isCancelled = code === 'CANCELLED' || (signal.aborted && !isDeepSportError(error));
  return isCancelled
    ? { status: 'cancelled', failure: null }
    : { status: 'failed', failure: { code, message } };
}
