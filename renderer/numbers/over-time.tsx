import { useId, useRef, useState } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { Code, TimeBin } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { numbersTexts as texts } from '../texts/numbers.ts';
import { Segmented } from '../ui/segmented.tsx';
import { edgeSeconds } from './cell-words.ts';
import { chartFormats, chartTable, saveChart } from './save-chart.ts';

export type OverTimeProps = {
  readonly codes: readonly Code[];
  readonly bins: readonly TimeBin[];
  readonly binSeconds: number;
};

/** How often each code begins over time: bars stacked by code, or the same as a table. */
export const OverTime = ({ codes, bins, binSeconds }: OverTimeProps) => {
  const { stores } = useApp();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const [pointed, setPointed] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const shown = codes.filter((_, at) => bins.some(({ cells }) => (cells[at]?.count ?? 0) > 0));
  const data = bins.map(({ startSeconds, cells }) => ({
    from: edgeSeconds(startSeconds),
    ...Object.fromEntries(codes.map(({ id }, at) => [id, cells[at]?.count ?? 0])),
  }));
  const most = Math.max(1, ...bins.map(({ cells }) => cells.reduce((sum, { count }) => sum + count, 0)));
  const open = (code: Code, at: number) => {
    const bin = bins[at];
    const eventIds = bin?.cells[codes.indexOf(code)]?.eventIds ?? [];
    if (!bin || eventIds.length === 0) return;
    const title = `${code.name} · ${edgeSeconds(bin.startSeconds)}–${edgeSeconds(bin.endSeconds)}`;
    stores.numbers.getState().change({ opened: { title, eventIds } });
    stores.events.getState().select(eventIds);
  };
  const describe = useId();
  return (
    <figure className="numbers__chart" aria-labelledby={describe}>
      <figcaption id={describe} className="numbers__chart-head">
        <span className="label">{texts.binHelp(edgeSeconds(binSeconds))}</span>
        <Segmented
          label={texts.overTimeTitle}
          value={view}
          options={[
            { value: 'chart', name: texts.chart },
            { value: 'table', name: texts.table },
          ]}
          onChange={setView}
        />
        <span className="label numbers__save">{texts.saveAs}</span>
        {chartFormats.map((format) => (
          <button
            key={format}
            type="button"
            className="button"
            disabled={view === 'table' && format !== 'csv'}
            onClick={() =>
              void saveChart(format, { box: box.current, shown, table: chartTable(shown, codes, bins) })
            }
          >
            {format.toUpperCase()}
          </button>
        ))}
      </figcaption>
      {view === 'chart' ? (
        <>
          <ul className="numbers__legend">
            {shown.map((code) => (
              <li key={code.id} data-pointed={pointed === code.id || undefined}>
                <span className="numbers__mark" style={{ background: code.colour }} aria-hidden="true" />
                {code.name}
              </li>
            ))}
          </ul>
          {/* For the keyboard and for screen readers there is the table. */}
          <div ref={box} className="numbers__plot">
            <ResponsiveContainer width="100%" height={220}>
              <BarChart
                data={data}
                margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
                barCategoryGap={1}
                accessibilityLayer={false}
              >
                <CartesianGrid vertical={false} stroke="var(--line)" />
                <XAxis
                  dataKey="from"
                  tickLine={false}
                  stroke="var(--text-quiet)"
                  fontSize={11}
                  minTickGap={24}
                />
                <YAxis
                  width={32}
                  domain={[0, most]}
                  tickCount={Math.min(most, 4) + 1}
                  allowDecimals={false}
                  tickLine={false}
                  axisLine={false}
                  stroke="var(--text-quiet)"
                  fontSize={11}
                />
                <Tooltip
                  cursor={{ fill: 'var(--hover)' }}
                  content={({ payload, label }) => <BinTip label={String(label ?? '')} bars={payload} />}
                  isAnimationActive={false}
                />
                {shown.map((code) => (
                  <Bar
                    key={code.id}
                    dataKey={code.id}
                    name={code.name}
                    stackId="codes"
                    fill={code.colour}
                    stroke="var(--background)"
                    fillOpacity={pointed === null || pointed === code.id ? 1 : 0.3}
                    isAnimationActive={false}
                    onMouseEnter={() => setPointed(code.id)}
                    onMouseLeave={() => setPointed(null)}
                    onClick={(_, at) => open(code, at)}
                  />
                ))}
              </BarChart>
            </ResponsiveContainer>
          </div>
        </>
      ) : (
        <BinTable codes={codes} shown={shown} bins={bins} onOpen={open} />
      )}
    </figure>
  );
};

type BinTipProps = {
  readonly label: string;
  readonly bars: readonly { readonly name?: unknown; readonly value?: unknown; readonly color?: string }[];
};

/** What a bar is made of; codes that do not begin there are left out. */
const BinTip = ({ label, bars }: BinTipProps) => {
  const present = bars.filter(({ value }) => Number(value) > 0);
  if (present.length === 0) return null;
  return (
    <div className="tooltip">
      <p className="label">
        {texts.from} {label}
      </p>
      <ul>
        {present.map(({ name, value, color }) => (
          <li key={String(name)}>
            <span className="numbers__mark" style={{ background: color }} aria-hidden="true" />
            {String(name)} <b>{texts.count(Number(value))}</b>
          </li>
        ))}
      </ul>
    </div>
  );
};

type BinTableProps = Pick<OverTimeProps, 'codes' | 'bins'> & {
  readonly shown: readonly Code[];
  readonly onOpen: (code: Code, bin: number) => void;
};

const BinTable = ({ codes, shown, bins, onOpen }: BinTableProps) => (
  <div className="numbers__scroll">
    <table className="numbers__table">
      <caption className="visually-hidden">{texts.overTimeTitle}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.from}</th>
          {shown.map(({ id, name }) => (
            <th key={id} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {bins.map(({ startSeconds, cells }, at) => (
          <tr key={startSeconds}>
            <th scope="row">{edgeSeconds(startSeconds)}</th>
            {shown.map((code) => {
              const count = cells[codes.indexOf(code)]?.count ?? 0;
              return (
                <td key={code.id}>
                  {count === 0 ? (
                    <span className="numbers__none">·</span>
                  ) : (
                    <button
                      type="button"
                      className="numbers__cell"
                      aria-label={texts.cell(code.name, edgeSeconds(startSeconds), String(count))}
                      onClick={() => onOpen(code, at)}
                    >
                      {texts.count(count)}
                    </button>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
