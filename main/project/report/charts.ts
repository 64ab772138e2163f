import { type Code, type CodeNumbers, niceBinSeconds, type TimeBin } from '#common/domain/index.ts';
import { html, type Markup } from './markup.ts';
import { clockTime } from './report-format.ts';
import { reportTexts as texts } from './report-texts.ts';

const width = 680;
const nameWidth = 150;
const rowHeight = 22;

const colourOf = ({ colour }: Code): string => (/^#[0-9a-f]{6}$/i.test(colour) ? colour : '#666666');
const short = (name: string): string => (name.length > 22 ? `${name.slice(0, 21)}…` : name);

/** How often and how long, a bar for each code; the numbers stand beside the bars, so that no colour is needed. */
export function durationChart(codes: readonly Code[], numbers: readonly CodeNumbers[]): Markup {
  const longest = Math.max(...numbers.map(({ totalSeconds }) => totalSeconds), 1e-9);
  const room = width - nameWidth - 150;
  const height = codes.length * rowHeight + 4;
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${texts.timeOfCodes}">
${codes.map((code, index) => {
  const cell = numbers[index];
  const top = index * rowHeight;
  const length = (room * (cell?.totalSeconds ?? 0)) / longest;
  return html`<text x="0" y="${top + 15}">${short(code.name)}</text>
<rect x="${nameWidth}" y="${top + 4}" width="${length.toFixed(1)}" height="14" fill="${colourOf(code)}" stroke="#000" stroke-opacity="0.35" stroke-width="0.5"/>
<text class="number" x="${(nameWidth + length + 6).toFixed(1)}" y="${top + 15}">${texts.countAndTime(cell?.count ?? 0, cell?.totalSeconds ?? 0)}</text>`;
})}
</svg>`;
}

/** When codes begin: a row for each, all on one axis of time, with the largest count at its end. */
export function timeChart(codes: readonly Code[], bins: readonly TimeBin[]): Markup {
  const rowTall = 34;
  const room = width - nameWidth - 60;
  const step = room / Math.max(1, bins.length);
  const most = Math.max(1, ...bins.flatMap(({ cells }) => cells.map(({ count }) => count)));
  const height = codes.length * rowTall + 26;
  const axis = codes.length * rowTall + 4;
  const last = bins.at(-1)?.endSeconds ?? 1;
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${texts.overTime}">
${codes.map((code, row) => {
  const base = row * rowTall + rowTall - 6;
  const counts = bins.map(({ cells }) => cells[row]?.count ?? 0);
  return html`<text x="0" y="${base - 6}">${short(code.name)}</text>
<line x1="${nameWidth}" y1="${base}" x2="${nameWidth + room}" y2="${base}" class="axis"/>
${counts.map((count, index) => {
  if (count === 0) return null;
  const tall = (count / most) * (rowTall - 10);
  return html`<rect x="${(nameWidth + index * step + 0.5).toFixed(1)}" y="${(base - tall).toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${tall.toFixed(1)}" fill="${colourOf(code)}" stroke="#000" stroke-opacity="0.35" stroke-width="0.4"/>`;
})}
<text class="number" x="${nameWidth + room + 6}" y="${base - 6}">${texts.most(Math.max(0, ...counts))}</text>`;
})}
${ticksOf(last).map((seconds) => {
  const x = (nameWidth + (seconds / last) * room).toFixed(1);
  return html`<line x1="${x}" y1="${axis - 4}" x2="${x}" y2="${axis}" class="axis"/>
<text class="number" x="${x}" y="${axis + 14}" text-anchor="middle">${tickWords(seconds)}</text>`;
})}
</svg>`;
}

/** Round times along the axis, about six of them. */
function ticksOf(last: number): readonly number[] {
  const step = niceBinSeconds(last, 6);
  return Array.from({ length: Math.floor(last / step + 1e-9) + 1 }, (_, index) => index * step);
}

const tickWords = (seconds: number): string =>
  clockTime(seconds).replace(Number.isInteger(seconds) ? /\.\d+$/ : /0+$/, '');
