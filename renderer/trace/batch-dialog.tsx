import { useBatches } from '../app/state/context.tsx';
import { batchTexts as texts } from '../texts/batches.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { BatchForm } from './batch-form.tsx';
import { BatchQueue } from './batch-queue.tsx';
import './batch.css';

/** Asks one question of many events, and shows the queues there are. */
export const BatchDialog = ({ onClose }: { onClose: () => void }) => {
  const batches = useBatches((state) => state.batches);
  return (
    <OverlayDialog title={texts.title} className="batch" onClose={onClose}>
      <h2>{texts.title}</h2>
      <BatchForm />
      <section className="batch__queues" aria-label={texts.queues}>
        <h3 className="label">{texts.queues}</h3>
        {batches.length === 0 && <p className="label">{texts.noQueues}</p>}
        {batches.map((batch, at) => (
          <BatchQueue key={batch.id} batch={batch} isFirst={at === 0} onClose={onClose} />
        ))}
      </section>
    </OverlayDialog>
  );
};
