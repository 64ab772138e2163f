import { Columns2, Trash2 } from 'lucide-react';
import { useApp, useQuestions } from '../app/state/context.tsx';
import type { Run } from '../app/state/run.ts';
import { modeNames, traceTexts as texts } from '../texts/trace.ts';
import { IconButton } from '../ui/icon-button.tsx';

/** Every question asked on this clip, newest first, to be opened again. */
export const History = () => {
  const { stores } = useApp();
  const runs = useQuestions((state) => state.runs);
  const shown = useQuestions((state) => state.shown);
  const { show, remove } = stores.questions.getState();
  if (runs.length < 2 && runs.every((run) => shown.includes(run.key))) return null;
  return (
    <details className="history">
      <summary className="label">
        {texts.earlier} ({runs.length})
      </summary>
      <ul>
        {runs.toReversed().map((run) => {
          const other = counterpart(run, runs);
          return (
            <li key={run.key} className="history__item" data-shown={shown.includes(run.key) || undefined}>
              <button type="button" className="history__open" onClick={() => show([run.key])}>
                <span className="history__line">{run.request.question}</span>
                <span className="label history__line">
                  {modeNames[run.request.mode]} · {run.trajectory?.answer ?? texts.statuses[statusOf(run)]}
                </span>
              </button>
              {other && (
                <IconButton
                  icon={Columns2}
                  label={texts.beside(modeNames[other.request.mode])}
                  onPress={() =>
                    show(run.request.mode === 'passive' ? [run.key, other.key] : [other.key, run.key])
                  }
                />
              )}
              <IconButton icon={Trash2} label={texts.remove} onPress={() => void remove(run.key)} />
            </li>
          );
        })}
      </ul>
    </details>
  );
};

const statusOf = (run: Run) => (run.running ? 'running' : (run.trajectory?.status ?? 'failed'));

/** The latest run of the same question and engine that went the other way: passive or with looks. */
function counterpart(run: Run, runs: readonly Run[]): Run | undefined {
  const passive = run.request.mode === 'passive';
  return runs.findLast(
    ({ request }) =>
      request.question === run.request.question &&
      request.engine === run.request.engine &&
      (request.mode === 'passive') !== passive,
  );
}
