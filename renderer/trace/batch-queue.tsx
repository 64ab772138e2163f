import { Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { QuestionBatch } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { batchTexts as texts } from '../texts/batches.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { BatchRow } from './batch-row.tsx';

/** So many rows can be looked through; a longer queue says how many more there are. */
const mostRows = 400;

export const answeredIn = ({ targets }: QuestionBatch): number =>
  targets.filter(({ status }) => status === 'answered').length;

export type BatchQueueProps = {
  readonly batch: QuestionBatch;
  readonly isFirst: boolean;
  readonly onClose: () => void;
};

/** One queue: how far it is, its ranges with their answers, pause, go on, remove. */
export const BatchQueue = ({ batch, isFirst, onClose }: BatchQueueProps) => {
  const { stores } = useApp();
  const [open, setOpen] = useState(isFirst || batch.status !== 'done');
  const { pause, resume, retry, remove } = stores.batches.getState();
  const { id, title, question, status, targets, tokens, cost } = batch;
  const done = answeredIn(batch);
  const isRunning = status === 'running';
  const hasMore = done < targets.length;
  const goOn = !isRunning && hasMore ? () => void resume(id) : undefined;
  return (
    <article className="queue" aria-label={title}>
      <div className="queue__head">
        <p className="queue__words">
          <strong>{title}</strong> <span className="queue__question">{question}</span>
        </p>
        <span className="label" role="status">
          {texts.progress(done, targets.length)} · {texts.statuses[status]}
        </span>
        {isRunning && <IconButton icon={Pause} label={texts.pause} onPress={() => void pause(id)} />}
        {goOn && <IconButton icon={Play} label={texts.resume} onPress={goOn} />}
        <IconButton icon={Trash2} label={texts.remove} onPress={() => void remove(id)} />
      </div>
      <span className="progress" aria-hidden="true">
        <span style={{ width: `${(100 * done) / Math.max(1, targets.length)}%` }} />
      </span>
      {tokens > 0 && (
        <p className="label">
          {texts.spent(tokens)}
          {cost !== null && ` · ${texts.charged(cost)}`}
        </p>
      )}
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="label">{texts.rows(title)}</summary>
        {open && (
          <ul className="queue__rows">
            {targets.slice(0, mostRows).map((target, at) => (
              <BatchRow
                key={`${target.clipId} ${target.eventId ?? ''} ${target.range.start}-${target.range.end}`}
                target={target}
                onRetry={() => void retry(id, at)}
                onClose={onClose}
              />
            ))}
            {targets.length > mostRows && <li className="label">{texts.more(targets.length - mostRows)}</li>}
          </ul>
        )}
      </details>
    </article>
  );
};
