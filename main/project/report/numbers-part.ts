import {
  countsOverTime,
  coveredSeconds,
  durationOfRange,
  type EventCell,
  type LabelMatrix,
  labelGroups,
  labelMatrix,
  niceBinSeconds,
  numbersPerCode,
  numbersPerPeriod,
  type Period,
  periodsOfCode,
} from '#common/domain/index.ts';
import { durationChart, timeChart } from './charts.ts';
import { html, type Markup } from './markup.ts';
import { lasting } from './report-format.ts';
import { type ReportInput, reportLimits } from './report-input.ts';
import { reportTexts as texts } from './report-texts.ts';

const barsWanted = 30;

/** Counts and durations per code, per period, against labels, and over time: the same functions as on the page. */
export function numbersPart({ clips, codes, events }: ReportInput): Markup {
  const times = new Map(clips.map(({ info, seconds }) => [info.id, seconds]));
  const perCode = numbersPerCode(codes, events, times);
  const longest = Math.max(0, ...clips.map(({ info }) => info.durationSeconds));
  const bins = countsOverTime(codes, events, times, niceBinSeconds(Math.max(longest, 0.1), barsWanted));
  const periods = codes
    .filter(({ role }) => role === 'phase')
    .flatMap((code) => periodsOfCode(code, events))
    .slice(0, reportLimits.groups);
  const groups = labelGroups(events).slice(0, reportLimits.groups);
  const binSeconds = (bins[0]?.endSeconds ?? 0) - (bins[0]?.startSeconds ?? 0);
  return html`<section>
<h2>${texts.numbers}</h2>
<table class="numbers"><thead><tr>${[texts.code, texts.eventCount, texts.timeInAll, texts.mean, texts.share].map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>
${codes.map((code, index) => {
  const cell = perCode[index];
  const all = clips.reduce(
    (sum, { info, seconds }) => sum + durationOfRange(seconds, { start: 0, end: info.frameCount - 1 }),
    0,
  );
  const covered = coveredSeconds(
    events.filter(({ codeId }) => codeId === code.id),
    times,
  );
  const share = all > 0 ? (100 * covered) / all : 0;
  return html`<tr><th>${code.name}</th><td>${cell?.count ?? 0}</td><td>${lasting(cell?.totalSeconds ?? 0)}</td><td>${cell?.meanSeconds == null ? '–' : lasting(cell.meanSeconds)}</td><td>${share.toFixed(1)} %</td></tr>`;
})}
</tbody></table>
<h3>${texts.timeOfCodes}</h3>
${durationChart(codes, perCode)}
<h3>${texts.overTime}</h3>
<p class="quiet">${texts.columnLength(binSeconds)}</p>
${timeChart(codes, bins)}
${periods.length > 0 ? periodTable(periods, { codes, events, clips }, times) : null}
${groups.map((group) => matrixTable(labelMatrix(codes, events, group, times), codes))}
</section>`;
}

function periodTable(
  periods: readonly Period[],
  { codes, events }: Pick<ReportInput, 'codes' | 'events' | 'clips'>,
  times: Parameters<typeof numbersPerPeriod>[3],
): Markup {
  const rows = numbersPerPeriod(codes, events, periods, times);
  return html`<h3>${texts.inPeriods}</h3>
<table class="numbers"><thead><tr><th>${texts.code}</th>${periods.map(({ title }) => html`<th>${title}</th>`)}<th>${texts.outside}</th><th>${texts.all}</th></tr></thead><tbody>
${rows.map(
  (row, index) =>
    html`<tr><th>${codes[index]?.name ?? ''}</th>${row.cells.map(cellOf)}${cellOf(row.outside)}${cellOf(row.all)}</tr>`,
)}
</tbody></table>`;
}

function matrixTable({ group, labels, rows }: LabelMatrix, codes: ReportInput['codes']): Markup {
  const shown = labels.slice(0, reportLimits.matrixLabels);
  const cut = labels.length - shown.length;
  return html`<h3>${texts.labels(group)}</h3>
<table class="numbers"><thead><tr><th>${texts.code}</th>${shown.map((label) => html`<th>${label}</th>`)}<th>${texts.without}</th><th>${texts.all}</th></tr></thead><tbody>
${rows.map((row, index) => {
  // Codes that have no label of the group say nothing here.
  if (row.without.count === row.all.count) return null;
  return html`<tr><th>${codes[index]?.name ?? ''}</th>${row.cells.slice(0, shown.length).map(cellOf)}${cellOf(row.without)}${cellOf(row.all)}</tr>`;
})}
</tbody></table>
${cut > 0 ? html`<p class="quiet">${texts.moreLabels(cut)}</p>` : null}`;
}

const cellOf = ({ count }: EventCell): Markup =>
  count === 0 ? html`<td class="none">0</td>` : html`<td>${count}</td>`;
