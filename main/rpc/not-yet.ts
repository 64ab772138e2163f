import { DeepSportError } from '#common/domain/index.ts';
import type { QuestionBatches } from './services.ts';

const notYet = (): never => {
  throw new DeepSportError('INTERNAL', 'Not there yet.');
};
async function* still<T>(value: T, signal: AbortSignal | undefined): AsyncGenerator<T, void, void> {
  yield value;
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
}
/** Stands in while these are being built; to be deleted. */
export const batchesNotYet: QuestionBatches = {
  start: notYet,
  watch: (signal) => still([], signal),
  pause: notYet,
  resume: notYet,
  remove: notYet,
  [Symbol.asyncDispose]: async () => {},
};
