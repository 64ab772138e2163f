import {
  type Author,
  drawingOnFrame,
  drawingsSvg,
  labelsText,
  type ProjectEvent,
  secondsOfRange,
  tracksSvg,
} from '#common/domain/index.ts';
import { html, type Markup, trusted } from './markup.ts';
import { clockTime, frameWords } from './report-format.ts';
import { jpegUrl, type ReportInput, type ReportPicture, reportLimits } from './report-input.ts';
import { reportTexts as texts } from './report-texts.ts';

/** Each event with what it rests on. */
export function eventsPart(input: ReportInput): Markup {
  const shown = input.events.slice(0, reportLimits.events);
  const cut = input.events.length - shown.length;
  return html`<section>
<h2>${texts.events}</h2>
${shown.length === 0 ? html`<p>${texts.noEvents}</p>` : null}
${shown.map((event) => eventOf(event, input))}
${cut > 0 ? html`<p class="quiet">${texts.moreEvents(cut, reportLimits.events)}</p>` : null}
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
<p class="facts">${clips.length > 1 ? html`${clip.info.name} · ` : null}${texts.eventFacts(frameWords(event.range), start, end)} · ${authorWords(event.by)}${event.evidence.length > 0 ? html` · ${texts.evidence(event.evidence)}` : null}</p>
${event.note === '' ? null : html`<p class="note">${event.note}</p>`}
${figures(pictures.get(event.id) ?? [], input)}
</article>`;
}

const authorWords = (by: Author): string =>
  by.kind === 'person' ? texts.byPerson : texts.byEngine(by.engine);

function figures(pictures: readonly ReportPicture[], input: ReportInput): Markup | null {
  if (pictures.length === 0) return null;
  return html`<div class="pictures">${pictures.map((picture) => figureOf(picture, input))}</div>`;
}

/** A frame as it was seen, with what is drawn on it. */
export function figureOf(
  picture: ReportPicture,
  { clips, drawings, tracks, calibrations }: ReportInput,
): Markup {
  const { clipId, frame, jpeg, sha256, timeSeconds, width, height } = picture;
  const clip = clips.find(({ info }) => info.id === clipId);
  const info = clip?.info;
  const size = { width: info?.width ?? width, height: info?.height ?? height };
  const timeOf = (at: number) => clip?.seconds.startSeconds[at] ?? 0;
  const shown = drawings
    .filter(
      (drawing) => drawing.clipId === clipId && drawing.range.start <= frame && frame <= drawing.range.end,
    )
    .map((drawing) => drawingOnFrame(drawing, frame, timeOf));
  const calibration = calibrations.find((each) => each.clipId === clipId);
  const paths = tracks.filter((track) => track.clipId === clipId);
  const drawn = `${tracksSvg(paths, frame, size)}${shown.length === 0 ? '' : drawingsSvg(shown, size, calibration)}`;
  return html`<figure><div class="picture"><img width="${width}" height="${height}" alt="${texts.frame(frame)}" src="${jpegUrl(jpeg)}">${
    drawn === ''
      ? null
      : html`<svg viewBox="0 0 ${size.width} ${size.height}" aria-label="${texts.drawings(frame)}">${trusted(drawn)}</svg>`
  }</div><figcaption><b>${frame}</b> · ${clockTime(timeSeconds)}${sha256 === null ? null : html`<br><code>${sha256.slice(0, 16)}</code>`}</figcaption></figure>`;
}
