import { probeWords, type Trajectory } from '#common/domain/index.ts';
import { html, type Markup } from './markup.ts';
import type { ReportInput } from './report-input.ts';
import { reportTexts as texts } from './report-texts.ts';

/** Whether an answer was tested with changed pictures, and what that said; null where it was not. */
export function verdictLine(
  { id }: Pick<Trajectory, 'id'>,
  { verdicts }: Pick<ReportInput, 'verdicts'>,
): Markup | null {
  const verdict = verdicts.get(id);
  if (!verdict) return null;
  const outcomes = verdict.readings.map(
    ({ change, outcome }) => `${probeWords.changes[change].toLowerCase()}: ${probeWords.outcomes[outcome]}`,
  );
  return html`<p><b>${texts.tested}</b>: ${probeWords.verdict(verdict)} <span class="quiet">${outcomes.join(', ')}</span></p>`;
}
