import type { RecordUpdate } from '#common/domain/index.ts';
import type { ProjectStore } from '../project/project-store.ts';

/**
 * The record now and each change after it, none lost and none twice; a snapshot says of which project it is. Ends when
 * the signal fires.
 */
export async function* watchRecord(
  project: Pick<ProjectStore, 'snapshot' | 'onUpdate'>,
  projectId: () => string,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordUpdate, void, void> {
  const waiting: RecordUpdate[] = [];
  let wake = () => {};
  const named = (update: RecordUpdate): RecordUpdate =>
    update.type === 'snapshot' ? { ...update, projectId: projectId() } : update;
  const stop = project.onUpdate((update) => {
    waiting.push(named(update));
    wake();
  });
  const abort = () => wake();
  signal?.addEventListener('abort', abort);
  try {
    yield named(project.snapshot());
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
