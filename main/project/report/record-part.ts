import { html, type Markup } from './markup.ts';
import { byteWords, clockTime, counted, dateWords } from './report-format.ts';
import { type ReportClip, type ReportInput, reportLimits } from './report-input.ts';

/** What each clip is: enough to know its file again. */
export const clipsPart = ({ clips }: ReportInput): Markup => html`<section>
<h2>${clips.length === 1 ? 'Clip' : 'Clips'}</h2>
${clips.map(clipOf)}
</section>`;

function clipOf({ info, sha256 }: ReportClip): Markup {
  const { codec, container, convertedFrom, durationSeconds, frameCount, height, width } = info;
  const rate = info.averageFrameRate.toFixed(3);
  const facts: readonly (readonly [string, string])[] = [
    ['File', `${info.name}, ${byteWords(info.sizeBytes)}`],
    ['SHA-256', sha256 ?? 'not known: the file could not be read'],
    [
      'Coded as',
      convertedFrom
        ? `${convertedFrom.codec} in ${convertedFrom.container}, read as ${codec} in ${container}`
        : `${codec} in ${container}`,
    ],
    ['Picture', `${width} × ${height}, ${info.bitDepth} bit, ${info.scan}`],
    ['Frames', `${frameCount}, numbered 0 to ${frameCount - 1}`],
    ['Length', clockTime(durationSeconds)],
    ['Frame rate', info.variableFrameRate ? `variable, ${rate} a second on average` : `${rate} a second`],
    ...(info.captureRate === null
      ? []
      : [['Camera', `${info.captureRate} frames a second: times are real seconds`] as const]),
  ];
  return html`<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** Who or what changed the record. */
export function historyPart({ history }: ReportInput): Markup {
  const shown = history.slice(0, reportLimits.history);
  const cut = history.length - shown.length;
  return html`<section>
<h2>History</h2>
${shown.length === 0 ? html`<p>Nothing was changed yet.</p>` : null}
${
  shown.length === 0
    ? null
    : html`<table><thead><tr><th>When</th><th>What</th><th>Who</th></tr></thead><tbody>
${shown.map(
  ({ by, happenedAt, title, undone }) =>
    html`<tr><td>${dateWords(happenedAt)}</td><td>${title}${undone ? ' (undone)' : ''}</td><td>${by.kind === 'person' ? 'a person' : by.engine}</td></tr>`,
)}
</tbody></table>`
}
${cut > 0 ? html`<p class="quiet">${counted(cut, 'earlier change')} not shown.</p>` : null}
</section>`;
}

/** What left this machine. */
export function networkPart({ networkBytesSent, trajectories }: ReportInput): Markup {
  const remote = trajectories.filter(({ engine }) => !engine.local);
  const frames = remote
    .flatMap(({ steps }) => steps)
    .reduce((sum, step) => sum + (step.kind === 'frames' ? step.frames.length : 0), 0);
  return html`<section>
<h2>What left this machine</h2>
<p>${
    remote.length === 0
      ? 'No frame and no word of the questions above left this machine.'
      : `${counted(frames, 'frame')} went to ${[...new Set(remote.map(({ engine }) => engine.name))].join(', ')} for ${counted(remote.length, 'question')} of this report.`
  } Since it was started, the application has sent ${byteWords(networkBytesSent)} to other machines for everything it did.</p>
</section>`;
}

export const countingPart = (): Markup => html`<section class="short">
<h2>How frames are counted</h2>
<p>A frame is its rank by presentation time in the clip’s picture track, counted from 0. Its time is the timestamp that the file gives it, never a number divided by a frame rate. A range holds its first and its last frame; it ends where the last frame ends. The number under a picture is the first 16 of the 64 digits of SHA-256 over the frame’s RGB pixels at full size, as the viewer shows them. The same number and the same digits mean the same picture, here and in the application.</p>
</section>`;
