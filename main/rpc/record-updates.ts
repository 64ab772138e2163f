import type { RecordUpdate } from '#common/domain/index.ts';
import type { ProjectStore } from '../project/project-store.ts';

/** The record now and each change after it, none lost and none twice. Ends when the signal fires. */
export async function* watchRecord(
  project: Pick<ProjectStore, 'snapshot' | 'onUpdate'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordUpdate, void, void> {
  const waiting: RecordUpdate[] = [];
  let wake = () => {};
  const stop = project.onUpdate((update) => {
    waiting.push(update);
    wake();
  });
  const abort = () => wake();
  signal?.addEventListener('abort', abort);
  try {
    yield project.snapshot();
    while (!signal?.aborted) {
      const next = waiting.shift();
      if (next) yield next;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    stop();
  }
}
