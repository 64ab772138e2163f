import { isDeepSportError } from '#common/domain/index.ts';

/**
 * For a read whose failure means that nothing is there: a parser that fails in the middle of a file has reached the
 * end of what can be used. A drive that stalls has not; that is heard of.
 */
export function unlessStalled(error: unknown): null {
  if (isDeepSportError(error)) throw error;
  return null;
}
