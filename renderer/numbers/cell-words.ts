import type { EventCell } from '#common/domain/index.ts';
import type { Measure } from '../app/state/numbers-store.ts';
import { formatCount } from '../ui/format.ts';

/** `1:02.4`, `12.4 s`: short enough for a table, exact enough to add up. */
export function tableSeconds(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const hours = Math.floor(tenths / 36_000);
  const minutes = Math.floor(tenths / 600) % 60;
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** What a cell shows; empty for nothing, so that what is there stands out. */
export function cellWords(cell: EventCell, measure: Measure): string {
  if (cell.count === 0) return '';
  switch (measure) {
    case 'count':
      return formatCount(cell.count);
    case 'total':
      return tableSeconds(cell.totalSeconds);
    case 'mean':
      return tableSeconds(cell.meanSeconds ?? 0);
  }
}

/** The same for the edges of a chart: `5 s`, `1:30`, `2.5 s`. */
export const edgeSeconds = (seconds: number): string => tableSeconds(seconds).replace(/\.0(?= s$|$)/, '');

/** `34 %`, `0.8 %`; empty where there is nothing to share. */
export function shareWords(share: number): string {
  if (!(share > 0) || !Number.isFinite(share)) return '';
  const percent = 100 * share;
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}
