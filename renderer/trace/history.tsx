import { useState } from 'react';
import { useQuestions } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { counterpartOf, findRuns, historyFilters } from './find-runs.ts';
import { HistoryItem } from './history-item.tsx';
import './history.css';

/** From this many on it takes words and filters to find one. */
const searchFrom = 5;

/** Every question asked on this clip, newest first, to be opened again. */
export const History = () => {
  const count = useQuestions((state) => state.runs.length);
  const hasOthers = useQuestions(
    ({ runs, shown }) => runs.length > 1 || runs.some((run) => !shown.includes(run.key)),
  );
  const [open, setOpen] = useState(false);
  if (!hasOthers) return null;
  return (
    <details className="earlier" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="label">
        {texts.earlier} ({count})
      </summary>
      {open && <Found />}
    </details>
  );
};

const Found = () => {
  const runs = useQuestions((state) => state.runs);
  const shown = useQuestions((state) => state.shown);
  const [words, setWords] = useState('');
  const [filter, setFilter] = useState('');
  const filters = historyFilters(runs);
  const chosen = filters.some(({ id }) => id === filter) ? filter : '';
  const found = findRuns(runs, words, chosen);
  return (
    <>
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
        {found.toReversed().map((run) => (
          <HistoryItem
            key={run.key}
            run={run}
            isShown={shown.includes(run.key)}
            counterpart={counterpartOf(run, runs)}
          />
        ))}
      </ul>
    </>
  );
};
