import { eventsPart } from './events-part.ts';
import { keyImagesPart } from './key-images-part.ts';
import { html, type Markup, trusted } from './markup.ts';
import { numbersPart } from './numbers-part.ts';
import { proposalRecordPart } from './proposal-record-part.ts';
import { questionsPart } from './questions-part.ts';
import { clipsPart, countingPart, historyPart, networkPart, proposalsPart } from './record-part.ts';
import { dateWords } from './report-format.ts';
import type { ReportInput } from './report-input.ts';
import { reportStyle } from './report-style.ts';
import { reportTexts as texts } from './report-texts.ts';

/** Nothing may run in it and nothing be fetched, whatever a name or a note holds. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** A report as one HTML file that needs nothing else: no scripts, no outside resources, pictures as data. */
export function writeReport(input: ReportInput): string {
  const { clips, createdAt, events, projectName, remarks, title, trajectories, version } = input;
  const summary = texts.summary(events.length, clips.length, trajectories.length);
  const parts: readonly (Markup | null)[] = [
    clipsPart(input),
    input.numbers ? numbersPart(input) : null,
    keyImagesPart(input),
    eventsPart(input),
    questionsPart(input),
    proposalsPart(input),
    proposalRecordPart(input),
    historyPart(input),
    networkPart(input),
    countingPart(),
  ];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(reportStyle)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="quiet">${texts.project} ${projectName} · ${summary} · ${texts.written(dateWords(createdAt), version)}</p>
${remarks.map((remark) => html`<p class="warning">${remark}</p>`)}
</header>
<main>
${parts}
</main>
</body>
</html>
`.markup;
}
