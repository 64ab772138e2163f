import { useMemo, useState } from 'react';
import { keyName } from '../app/keys.ts';
import { isMac } from '../app/platform.ts';
import { useApp, useRecord } from '../app/state/context.tsx';
import { progressFraction, progressWords } from '../app/state/progress-words.ts';
import type { Run } from '../app/state/run.ts';
import { lastRevealed, ownEvents, veiledWork } from '../app/state/veiled.ts';
import { agreementTexts as texts } from '../texts/agreement.ts';
import { traceTexts } from '../texts/trace.ts';
import { formatSeconds } from '../ui/format.ts';
import { Progress } from '../ui/progress.tsx';
import { revealTime } from './reveal-time.ts';
import './veiled.css';

type VeiledRunProps = { readonly run: Run; readonly trajectory: NonNullable<Run['trajectory']> };

/** A question asked blind: how much was done for it, what the person has marked meanwhile, and the way to the answer. */
export const VeiledRun = ({ run, trajectory }: VeiledRunProps) => {
  const { stores } = useApp();
  const events = useRecord(({ items }) => items.event);
  const readOnly = useRecord((state) => state.readOnly !== null);
  const marked = useMemo(() => ownEvents(events.values(), trajectory).length, [events, trajectory]);
  const [revealing, setRevealing] = useState(false);
  const { turns, frames, seconds, tokens } = veiledWork(trajectory);
  const seenAt = lastRevealed(trajectory);
  const failure = run.problem ?? trajectory.failure;
  const cancel = () => stores.questions.getState().cancel(run.key);
  const reveal = () => {
    setRevealing(true);
    void stores.questions
      .getState()
      .reveal(run.key)
      .finally(() => setRevealing(false));
  };
  const status = run.running ? 'running' : trajectory.status;
  return (
    <section className="run veiled" aria-label={texts.askedBlind} data-status={status}>
      <h3 className="label">{texts.askedBlind}</h3>
      <p>{texts.veiledStatuses[status]}</p>
      {failure && status === 'failed' && <p className="veiled__problem">{failure.message}</p>}
      <p className="label veiled__work">
        {[
          texts.turns(turns),
          texts.frames(frames),
          ...(turns > 0 ? [formatSeconds(seconds), texts.tokens(tokens)] : []),
        ].join(' · ')}
      </p>
      {seenAt && <p className="label">{texts.revealedBefore(revealTime(seenAt))}</p>}
      {run.running ? (
        <Progress
          words={run.progress ? progressWords(run.progress) : traceTexts.thinking}
          fraction={run.progress ? progressFraction(run.progress) : null}
          onCancel={cancel}
        />
      ) : (
        <div className="veiled__end">
          <p role="status">{texts.marked(marked, trajectory.scope !== null)}</p>
          {status !== 'answered' && (
            <button
              type="button"
              className="button"
              onClick={() => void stores.questions.getState().askAgain(run.key)}
            >
              {texts.askAgain}
            </button>
          )}
          <button
            type="button"
            className="button button--person"
            disabled={revealing || readOnly}
            onClick={reveal}
          >
            {revealing ? texts.revealing : texts.reveal}
            <kbd className="key">{keyName('Alt+KeyR', isMac)}</kbd>
          </button>
        </div>
      )}
    </section>
  );
};
