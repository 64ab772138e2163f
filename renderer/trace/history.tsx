import { Columns2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useApp, useQuestions } from '../app/state/context.tsx';
import type { Run } from '../app/state/run.ts';
import { modeNames, traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { findRuns, historyFilters, statusOf } from './find-runs.ts';

/** From this many on it takes words and filters to find one. */
const searchFrom = 5;

/** Every question asked on this clip, newest first, to be opened again. */
export const History = () => {
  const { stores } = useApp();
  const runs = useQuestions((state) => state.runs);
  const shown = useQuestions((state) => state.shown);
  const [words, setWords] = useState('');
  const [filter, setFilter] = useState('');
  const { show, remove } = stores.questions.getState();
  if (runs.length < 2 && runs.every((run) => shown.includes(run.key))) return null;
  const filters = historyFilters(runs);
  const chosen = filters.some(({ id }) => id === filter) ? filter : '';
  const found = findRuns(runs, words, chosen);
  return (
    <details className="earlier">
      <summary className="label">
        {texts.earlier} ({runs.length})
      </summary>
      {runs.length >= searchFrom && (
        <div className="earlier__find">
          <input
            className="field"
            type="search"
            aria-label={texts.search}
            placeholder={texts.search}
            value={words}
            onChange={({ target }) => setWords(target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
          />
          {filters.length > 0 && (
            <label>
              <span className="visually-hidden">{texts.filter}</span>
              <select
                className="field ask-choice__select"
                value={chosen}
                onChange={({ target }) => setFilter(target.value)}
              >
                <option value="">{texts.allQuestions}</option>
                {filters.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      )}
      {found.length === 0 && <p className="label earlier__none">{texts.notFound}</p>}
      <ul>
        {found.toReversed().map((run) => {
          const other = counterpart(run, runs);
          const { question, mode, scope } = run.request;
          return (
            <li key={run.key} className="earlier__item" data-shown={shown.includes(run.key) || undefined}>
              <button type="button" className="earlier__open" onClick={() => show([run.key])}>
                <span className="earlier__line">{question}</span>
                <span className="label earlier__line">
                  {modeNames[mode]} · {scope && `${formatRange(scope)} · `}
                  {run.trajectory?.answer ?? texts.statuses[statusOf(run)]}
                </span>
              </button>
              {other && (
                <IconButton
                  icon={Columns2}
                  label={texts.beside(modeNames[other.request.mode])}
                  onPress={() => show(mode === 'passive' ? [run.key, other.key] : [other.key, run.key])}
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
