import type { RowItem } from './event-lanes.ts';
import { type EventRow, rowOfItem } from './event-rows.ts';

/**
 * Where an arrow leads from an event: along its row, or to what is nearest in time in another row. Null where the
 * key leads nowhere by its nature, undefined where there is nothing further.
 */
export function neighbourInRows(
  rows: readonly EventRow[],
  from: string | null,
  key: string,
  frame: number,
): RowItem | null | undefined {
  const filled = rows.filter(({ items }) => items.length > 0);
  const row = from === null ? undefined : rowOfItem(filled, from);
  const at = row?.items.findIndex(({ id }) => id === from) ?? -1;
  const here = row?.items[at];
  switch (key) {
    case 'ArrowRight':
      return row ? row.items[at + 1] : nearest(filled[0], frame);
    case 'ArrowLeft':
      return row ? row.items[at - 1] : nearest(filled[0], frame);
    case 'ArrowDown':
    case 'ArrowUp': {
      const step = key === 'ArrowDown' ? 1 : -1;
      const place = row ? filled.indexOf(row) + step : 0;
      return nearest(filled[place], here?.range.start ?? frame);
    }
    case 'Home':
      return (row ?? filled[0])?.items[0];
    case 'End':
      return (row ?? filled[0])?.items.at(-1);
    default:
      return null;
  }
}

function nearest(row: EventRow | undefined, frame: number): RowItem | undefined {
  let best: RowItem | undefined;
  for (const item of row?.items ?? []) {
    const isNearer = !best || Math.abs(item.range.start - frame) < Math.abs(best.range.start - frame);
    if (isNearer) best = item;
  }
  return best;
}
