import { useApp, useBatches } from '../app/state/context.tsx';
import { batchTexts } from '../texts/batches.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { answeredIn } from './batch-queue.tsx';

/** The latest queues, each as one line that opens them. */
const mostLines = 2;

export const QueueLines = () => {
  const { stores } = useApp();
  const batches = useBatches((state) => state.batches);
  if (batches.length === 0) return null;
  return (
    <section className="queue-lines" aria-label={texts.openQueue}>
      {batches.slice(0, mostLines).map((batch) => (
        <button
          key={batch.id}
          type="button"
          className="label queue-line"
          onClick={() => stores.dialogs.getState().open('batch')}
        >
          <span>{texts.queue(batch.title, answeredIn(batch), batch.targets.length)}</span>
          <span>{batchTexts.statuses[batch.status]}</span>
        </button>
      ))}
    </section>
  );
};
