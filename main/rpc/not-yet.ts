import { DeepSportError } from '#common/domain/index.ts';
import type { Handover, Projects, QuestionBatches } from './services.ts';

const notYet = (): never => {
  throw new DeepSportError('INTERNAL', 'Not there yet.');
};
async function* still<T>(value: T, signal: AbortSignal | undefined): AsyncGenerator<T, void, void> {
  yield value;
  await new Promise((resolve) => signal?.addEventListener('abort', resolve));
}
const current = { id: 'project', name: 'Project', readOnly: null, notice: null };

/** Stands in while these are being built; to be deleted. */
export const projectsNotYet: Projects = {
  list: async () => [],
  current: () => current,
  watch: (signal) => still(current, signal),
  create: notYet,
  open: notYet,
  openFile: notYet,
  rename: notYet,
  forget: notYet,
  poster: async () => undefined,
};
export const batchesNotYet: QuestionBatches = {
  start: notYet,
  watch: (signal) => still([], signal),
  pause: notYet,
  resume: notYet,
  remove: notYet,
  [Symbol.asyncDispose]: async () => {},
};
export const handoverNotYet: Handover = {
  start: notYet,
  fileOf: () => undefined,
  preview: notYet,
  import: notYet,
  cancelImport: () => {},
  [Symbol.asyncDispose]: async () => {},
};
