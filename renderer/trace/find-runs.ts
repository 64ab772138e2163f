import type { Run } from '../app/state/run.ts';
import { modeNames } from '../texts/trace.ts';

export const statusOf = (run: Run) => (run.running ? 'running' : (run.trajectory?.status ?? 'failed'));

export type HistoryFilter = { readonly id: string; readonly name: string };

/** The engines and modes among the questions, each once; what all of them share tells nothing and is left out. */
export function historyFilters(runs: readonly Run[]): readonly HistoryFilter[] {
  const engines = new Map(
    runs.map(({ request, trajectory }) => [request.engine, trajectory?.engine.name ?? request.engine]),
  );
  const modes = new Set(runs.map(({ request }) => request.mode));
  return [
    ...(engines.size > 1 ? [...engines].map(([id, name]) => ({ id: `engine ${id}`, name })) : []),
    ...(modes.size > 1 ? [...modes].map((mode) => ({ id: `mode ${mode}`, name: modeNames[mode] })) : []),
  ];
}

/** The questions whose words, answers included, hold every word looked for. */
export function findRuns(runs: readonly Run[], words: string, filter: string): readonly Run[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    const { request, trajectory } = run;
    if (filter !== '' && filter !== `engine ${request.engine}` && filter !== `mode ${request.mode}`)
      return false;
    const further =
      trajectory?.steps.flatMap((step) => {
        if (step.kind === 'question') return [step.text];
        return step.kind === 'turn' && step.action?.kind === 'answer' ? [step.action.text] : [];
      }) ?? [];
    const text = [request.question, trajectory?.answer ?? '', ...further].join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** The latest run of the same question and engine that went the other way: passive or with looks. */
export function counterpartOf(run: Run, runs: readonly Run[]): Run | undefined {
  const passive = run.request.mode === 'passive';
  return runs.findLast(
    ({ request }) =>
      (request.mode === 'passive') !== passive &&
      request.question === run.request.question &&
      request.engine === run.request.engine,
  );
}
