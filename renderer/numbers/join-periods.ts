import type { EventCell, Period, PeriodRow } from '#common/domain/index.ts';

/** Periods of the same id are one column: the first halves of several clips, say. */
export function joinPeriods(
  periods: readonly Period[],
  rows: readonly PeriodRow[],
): { readonly periods: readonly Period[]; readonly rows: readonly PeriodRow[] } {
  const ids = [...new Set(periods.map(({ id }) => id))];
  if (ids.length === periods.length) return { periods, rows };
  return {
    periods: ids.flatMap((id) => periods.find((period) => period.id === id) ?? []),
    rows: rows.map((row) => ({
      ...row,
      cells: ids.map((id) => joinCells(row.cells.filter((_, at) => periods[at]?.id === id))),
    })),
  };
}

function joinCells(cells: readonly EventCell[]): EventCell {
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  const totalSeconds = cells.reduce((sum, cell) => sum + cell.totalSeconds, 0);
  return {
    count,
    totalSeconds,
    meanSeconds: count === 0 ? null : totalSeconds / count,
    eventIds: cells.flatMap(({ eventIds }) => eventIds),
  };
}
