import { html, type Markup } from './markup.ts';
import type { ReportInput } from './report-input.ts';
import { reportTexts as texts } from './report-texts.ts';

/** What became of an engine's proposals, code by code: how much of its work a person kept. */
export function proposalRecordPart({ proposalFates }: Pick<ReportInput, 'proposalFates'>): Markup | null {
  if (proposalFates.length === 0) return null;
  const heads = [
    texts.engine,
    texts.code,
    texts.asProposed,
    texts.corrected,
    texts.movedBy,
    texts.fates.rejected,
    texts.removedLater,
    texts.fates.open,
  ];
  const rows = proposalFates.map(
    (fate) =>
      html`<tr><th>${fate.engine}</th><th>${fate.codeName}</th>${[
        fate.asProposed,
        fate.corrected,
        fate.medianFrames === null ? '–' : texts.frameCount(fate.medianFrames),
        fate.rejected,
        fate.removed,
        fate.open,
      ].map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  return html`<section>
<h2>${texts.proposalRecord}</h2>
<p class="quiet">${texts.aboutProposalRecord}</p>
<table class="numbers"><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>
${rows}
</tbody></table>
</section>`;
}
