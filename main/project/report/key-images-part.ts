import { figureOf } from './events-part.ts';
import { html, type Markup } from './markup.ts';
import { clockTime } from './report-format.ts';
import type { ReportInput } from './report-input.ts';
import { reportTexts as texts } from './report-texts.ts';

/** The frames that a person kept, with what they drew and wrote on them. */
export function keyImagesPart(input: ReportInput): Markup | null {
  const { clips, keyImages } = input;
  if (keyImages.length === 0) return null;
  return html`<section>
<h2>${texts.keyImages}</h2>
<div class="pictures key-images">${keyImages.map(({ image, picture }) => {
    const clip = clips.find(({ info }) => info.id === image.clipId);
    const time = clockTime(clip?.seconds.startSeconds[image.frame] ?? 0);
    return html`<div>${picture ? figureOf(picture, input) : html`<p><b>${image.frame}</b> · ${time}</p>`}${
      clips.length > 1 ? html`<p class="facts">${clip?.info.name ?? ''}</p>` : null
    }${image.note === '' ? null : html`<p class="note">${image.note}</p>`}</div>`;
  })}</div>
</section>`;
}
