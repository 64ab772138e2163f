import type { Contender } from './contender.ts';
import type { Outcome, Workload } from './workloads.ts';

export type Measured = {
  readonly medianMilliseconds: number;
  readonly p95Milliseconds: number;
  /** Frames that were not the ones asked for. */
  readonly wrongFrames: number;
  /** Its median over that of ours. */
  readonly ratio: number;
};

export type Row = { readonly title: string; readonly contenders: Readonly<Record<string, Measured>> };

/** Runs contenders in turn within each repetition, so that what else the machine does falls on all alike. */
export async function runWorkload(
  workload: Workload,
  contenders: readonly Contender[],
  repetitions: number,
): Promise<Row> {
  const outcomes = new Map<string, Outcome[]>();
  const times = Math.min(repetitions, workload.mostRepetitions ?? repetitions);
  for (let repetition = 0; repetition < times; repetition++) {
    for (const contender of contenders) {
      const outcome = await workload.run(contender, repetition);
      if (!outcome) continue;
      const kept = outcomes.get(contender.name) ?? [];
      outcomes.set(contender.name, [
        ...kept,
        { ...outcome, milliseconds: outcome.milliseconds / (workload.units ?? 1) },
      ]);
    }
  }
  return summarise(workload.title, outcomes);
}

export function summarise(title: string, outcomes: ReadonlyMap<string, readonly Outcome[]>): Row {
  const times = (name: string) => (outcomes.get(name) ?? []).map(({ milliseconds }) => milliseconds);
  const ours = quantile(times('ours'), 0.5);
  const contenders: Record<string, Measured> = {};
  for (const [name, list] of outcomes) {
    const median = quantile(times(name), 0.5);
    contenders[name] = {
      medianMilliseconds: median,
      p95Milliseconds: quantile(times(name), 0.95),
      wrongFrames: list.reduce((total, { wrong }) => total + wrong, 0),
      ratio: median / ours,
    };
  }
  return { title, contenders };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function formatTable(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(({ contenders }) => Object.keys(contenders)))];
  const cells = rows.map(({ title, contenders }) => [
    title,
    ...names.map((name) => (contenders[name] ? describe(name, contenders[name]) : '–')),
  ]);
  const table = [['median ms (ratio to ours)', ...names], ...cells];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n');
}

/** One row by itself, for who waits for the table. */
export const formatRow = ({ title, contenders }: Row): string =>
  `  ${title}: ${Object.entries(contenders)
    .map(([name, measured]) => `${name} ${describe(name, measured)}`)
    .join(', ')}`;

function describe(name: string, measured: Measured): string {
  const { medianMilliseconds, p95Milliseconds, wrongFrames, ratio } = measured;
  const beside = name === 'ours' ? `p95 ${p95Milliseconds.toFixed(1)}` : `${ratio.toFixed(2)}×`;
  return `${medianMilliseconds.toFixed(1)} (${beside})${wrongFrames > 0 ? ` ${wrongFrames} wrong` : ''}`;
}
