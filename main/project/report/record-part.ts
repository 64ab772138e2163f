import { html, type Markup } from './markup.ts';
import { byteWords, clockTime, dateWords, frameWords } from './report-format.ts';
import { type ReportClip, type ReportInput, reportLimits } from './report-input.ts';
import { reportTexts as texts } from './report-texts.ts';

/** What each clip is: enough to know its file again. */
export const clipsPart = ({ clips }: ReportInput): Markup => html`<section>
<h2>${texts.clips(clips.length)}</h2>
${clips.map(clipOf)}
</section>`;

function clipOf({ info, sha256 }: ReportClip): Markup {
  const { bitDepth, captureRate, codec, container, convertedFrom, frameCount, height, scan, width } = info;
  const read = texts.coded(codec, container);
  const source = convertedFrom && texts.coded(convertedFrom.codec, convertedFrom.container);
  const facts: readonly (readonly [string, string])[] = [
    [texts.file, `${info.name}, ${byteWords(info.sizeBytes)}`],
    [texts.sha256, sha256 ?? texts.unreadableFile],
    [texts.coding, source ? texts.converted(source, read) : read],
    [texts.picture, texts.pictureFacts(width, height, bitDepth, scan)],
    [texts.frames, texts.frameNumbers(frameCount)],
    [texts.length, clockTime(info.durationSeconds)],
    [texts.frameRate, texts.rate(info.averageFrameRate.toFixed(3), info.variableFrameRate)],
    ...(captureRate === null ? [] : [[texts.camera, texts.cameraRate(captureRate)] as const]),
  ];
  return html`<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** What engines proposed, and what a person made of it. */
export function proposalsPart({ proposals, clips }: ReportInput): Markup | null {
  if (proposals.length === 0) return null;
  const clipName = (id: string) => clips.find(({ info }) => info.id === id)?.info.name ?? '';
  const heads = [texts.code, texts.clip, texts.frames, texts.evidenceFrames, texts.engine, texts.became];
  const rows = proposals.map(({ clipId, codeName, engine, evidence, range, status }) => {
    const cells = [clipName(clipId), frameWords(range), evidence.join(', '), engine, texts.fates[status]];
    return html`<tr><th>${codeName}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  });
  return html`<section>
<h2>${texts.proposals}</h2>
${table(heads, rows)}
</section>`;
}

/** Who or what changed the record. */
export function historyPart({ history }: ReportInput): Markup {
  const shown = history.slice(0, reportLimits.history);
  const cut = history.length - shown.length;
  const rows = shown.map(({ by, happenedAt, title, undone }) => {
    const what = undone ? texts.undone(title) : title;
    const who = by.kind === 'person' ? texts.person : by.engine;
    return html`<tr><td>${dateWords(happenedAt)}</td><td>${what}</td><td>${who}</td></tr>`;
  });
  return html`<section>
<h2>${texts.history}</h2>
${rows.length === 0 ? html`<p>${texts.noHistory}</p>` : table([texts.when, texts.what, texts.who], rows)}
${cut > 0 ? html`<p class="quiet">${texts.moreHistory(cut)}</p>` : null}
</section>`;
}

/** What left this machine. */
export function networkPart({ networkBytesSent, trajectories }: ReportInput): Markup {
  const remote = trajectories.filter(({ engine }) => !engine.local);
  const frames = remote
    .flatMap(({ steps }) => steps)
    .reduce((sum, step) => sum + (step.kind === 'frames' ? step.frames.length : 0), 0);
  const engines = [...new Set(remote.map(({ engine }) => engine.name))];
  const sent = remote.length === 0 ? texts.nothingSent : texts.sent(frames, engines, remote.length);
  return html`<section class="short">
<h2>${texts.network}</h2>
<p>${sent} ${texts.sentInAll(networkBytesSent)}</p>
</section>`;
}

export const countingPart = (): Markup => html`<section class="short">
<h2>${texts.counting}</h2>
<p>${texts.aboutCounting}</p>
</section>`;

const table = (heads: readonly string[], rows: readonly Markup[]): Markup =>
  html`<table><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>
${rows}
</tbody></table>`;
