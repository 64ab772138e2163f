import { lazy, Suspense } from 'react';
import { useApp, useNumbers } from '../app/state/context.tsx';
import type { Measure, PeriodChoice } from '../app/state/numbers-store.ts';
import { agreementTexts } from '../texts/agreement.ts';
import { numbersTexts as texts } from '../texts/numbers.ts';
import { Segmented } from '../ui/segmented.tsx';
import { shareWords } from './cell-words.ts';
import { type NumberRow, NumberTable } from './number-table.tsx';
import { OpenedBar } from './opened-bar.tsx';
import { type NumberTables, useNumberTables } from './use-numbers.ts';
import './numbers.css';

// The charts' library is fetched when the first chart is shown.
const OverTime = lazy(() => import('./over-time.tsx').then(({ OverTime: Chart }) => ({ default: Chart })));

const measures: readonly Measure[] = ['count', 'total', 'mean'];

/** Counts and durations of the project's events; every number opens its events. */
export const Numbers = () => {
  const tables = useNumberTables();
  const { codes, events, ready, matrix } = tables;
  return (
    <section className="numbers" aria-label={texts.numbers}>
      <Choices tables={tables} />
      <OpenedBar />
      {events.length === 0 ? (
        <p className="numbers__empty">
          {texts.empty} <kbd className="key">{texts.emptyKey}</kbd>
        </p>
      ) : !ready ? (
        <p className="numbers__empty">{texts.loading} …</p>
      ) : (
        <div className="numbers__body">
          <div className="numbers__tables">
            <section>
              <h2>{texts.perCodeTitle}</h2>
              <NumberTable caption={texts.perCodeTitle} rows={periodRows(tables)} noteTitle={texts.share} />
            </section>
            <section>
              <h2>{texts.labelsTitle}</h2>
              {matrix ? (
                <>
                  <GroupChoice tables={tables} />
                  <NumberTable caption={texts.labelsTitle} rows={labelRows(tables)} />
                </>
              ) : (
                <p className="label">{texts.noLabels}</p>
              )}
            </section>
          </div>
          <h2>{texts.overTimeTitle}</h2>
          <Suspense fallback={<p className="label">{texts.loading} …</p>}>
            <OverTime codes={codes} bins={tables.overTime} binSeconds={tables.binSeconds} />
          </Suspense>
        </div>
      )}
    </section>
  );
};

function periodRows({ codes, periods, perPeriod, shareOf }: NumberTables): readonly NumberRow[] {
  return perPeriod.flatMap(({ codeId, cells, outside, all }) => {
    const code = codes.find(({ id }) => id === codeId);
    if (!code) return [];
    const columns = [
      ...periods.map(({ id, title }, at) => ({ key: id, title, cell: cells[at] ?? outside })),
      ...(periods.length > 0 ? [{ key: 'outside', title: texts.outside, cell: outside }] : []),
      { key: 'all', title: texts.all, cell: all },
    ];
    return [{ code, columns, note: shareWords(shareOf(codeId)) }];
  });
}

function labelRows({ codes, matrix }: NumberTables): readonly NumberRow[] {
  return (matrix?.rows ?? []).flatMap(({ codeId, cells, without, all }) => {
    const code = codes.find(({ id }) => id === codeId);
    if (!code || all.count === 0) return [];
    const columns = [
      ...(matrix?.labels ?? []).map((label, at) => ({
        key: `label ${label}`,
        title: label,
        cell: cells[at] ?? without,
      })),
      { key: 'without', title: texts.without, cell: without },
      { key: 'all', title: texts.all, cell: all },
    ];
    return [{ code, columns }];
  });
}

const Choices = ({ tables }: { tables: NumberTables }) => {
  const { stores } = useApp();
  const { scope, period, measure } = useNumbers((state) => state);
  const { change } = stores.numbers.getState();
  const value =
    period.kind === 'parts' ? `parts ${period.parts}` : period.kind === 'code' ? period.codeId : 'whole';
  const choose = (chosen: string) => {
    const parts = /^parts (\d)$/.exec(chosen)?.[1];
    const next: PeriodChoice =
      chosen === 'whole'
        ? { kind: 'whole' }
        : parts
          ? { kind: 'parts', parts: Number(parts) }
          : { kind: 'code', codeId: chosen };
    change({ period: next, opened: null });
  };
  return (
    <header className="numbers__choices">
      <Segmented
        label={texts.scope}
        value={scope}
        options={(['clip', 'all'] as const).map((each) => ({ value: each, name: texts.scopes[each] }))}
        onChange={(next) => change({ scope: next, opened: null })}
      />
      <label>
        <span className="label">{texts.period}</span>
        <select className="field" value={value} onChange={(event) => choose(event.target.value)}>
          <option value="whole">{texts.whole}</option>
          {[2, 3, 4].map((parts) => (
            <option key={parts} value={`parts ${parts}`}>
              {texts.parts(parts)}
            </option>
          ))}
          {tables.codes.map(({ id, name }) => (
            <option key={id} value={id}>
              {texts.perCode(name)}
            </option>
          ))}
        </select>
      </label>
      <Segmented
        label={texts.measure}
        value={measure}
        options={measures.map((each) => ({ value: each, name: texts.measures[each] }))}
        onChange={(next) => change({ measure: next })}
      />
      <button
        type="button"
        className="button button--plain"
        onClick={() => stores.dialogs.getState().open('agreement')}
      >
        {agreementTexts.compare} …
      </button>
    </header>
  );
};

const GroupChoice = ({ tables }: { tables: NumberTables }) => {
  const { stores } = useApp();
  const { groups, matrix } = tables;
  if (groups.length < 2) return null;
  return (
    <label className="numbers__group">
      <span className="label">{texts.group}</span>
      <select
        className="field"
        value={matrix?.group ?? ''}
        onChange={(event) => stores.numbers.getState().change({ group: event.target.value })}
      >
        {groups.map((group) => (
          <option key={group} value={group}>
            {group || texts.noGroup}
          </option>
        ))}
      </select>
    </label>
  );
};
