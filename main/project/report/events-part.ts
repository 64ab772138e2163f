import {
  type Author,
  drawingsSvg,
  labelsText,
  type ProjectEvent,
  secondsOfRange,
} from '#common/domain/index.ts';
import { html, type Markup, trusted } from './markup.ts';
import { clockTime, frameWords, lasting } from './report-format.ts';
import { jpegUrl, type ReportInput, type ReportPicture, reportLimits } from './report-input.ts';

/** Each event with what it rests on. */
export function eventsPart(input: ReportInput): Markup {
  const shown = input.events.slice(0, reportLimits.events);
  const cut = input.events.length - shown.length;
  return html`<section>
<h2>Events</h2>
${shown.length === 0 ? html`<p>There is no event in this report.</p>` : null}
${shown.map((event) => eventOf(event, input))}
${cut > 0 ? html`<p class="quiet">${cut} further events are counted above, but not told one by one: a report tells ${reportLimits.events}.</p>` : null}
</section>`;
}

function eventOf(event: ProjectEvent, input: ReportInput): Markup {
  const { codes, clips, pictures } = input;
  const code = codes.find(({ id }) => id === event.codeId);
  const clip = clips.find(({ info }) => info.id === event.clipId);
  if (!code || !clip) return html``;
  const { start, end } = secondsOfRange(clip.seconds, event.range);
  const labels = labelsText(event.labels);
  return html`<article class="event">
<h3><span class="swatch" style="background:${/^#[0-9a-f]{6}$/i.test(code.colour) ? code.colour : '#666666'}"></span>${code.name}${labels === '' ? null : html` <span class="labels">${labels}</span>`}</h3>
<p class="facts">${clips.length > 1 ? html`${clip.info.name} · ` : null}frames ${frameWords(event.range)} · ${clockTime(start)} to ${clockTime(end)} · ${lasting(end - start)} · ${authorWords(event.by)}${event.evidence.length > 0 ? html` · evidence: frames ${event.evidence.join(', ')}` : null}</p>
${event.note === '' ? null : html`<p class="note">${event.note}</p>`}
${figures(pictures.get(event.id) ?? [], input)}
</article>`;
}

const authorWords = (by: Author): string =>
  by.kind === 'person' ? 'by a person' : `proposed by ${by.engine}, accepted by a person`;

function figures(pictures: readonly ReportPicture[], input: ReportInput): Markup | null {
  if (pictures.length === 0) return null;
  return html`<div class="pictures">${pictures.map((picture) => figureOf(picture, input))}</div>`;
}

function figureOf(picture: ReportPicture, { clips, drawings, calibrations }: ReportInput): Markup {
  const { clipId, frame, jpeg, sha256, timeSeconds, width, height } = picture;
  const info = clips.find((clip) => clip.info.id === clipId)?.info;
  const size = { width: info?.width ?? width, height: info?.height ?? height };
  const shown = drawings.filter(
    (drawing) => drawing.clipId === clipId && drawing.range.start <= frame && frame <= drawing.range.end,
  );
  const calibration = calibrations.find((each) => each.clipId === clipId);
  const drawn = shown.length === 0 ? '' : drawingsSvg(shown, size, calibration);
  return html`<figure><div class="picture"><img width="${width}" height="${height}" alt="Frame ${frame}" src="${jpegUrl(jpeg)}">${
    drawn === ''
      ? null
      : html`<svg viewBox="0 0 ${size.width} ${size.height}" aria-label="Drawings on frame ${frame}">${trusted(drawn)}</svg>`
  }</div><figcaption><b>${frame}</b> · ${clockTime(timeSeconds)}${sha256 === null ? null : html`<br><code>${sha256.slice(0, 16)}</code>`}</figcaption></figure>`;
}
