import type {
  Action,
  FrameReference,
  Proposal,
  Step,
  Trajectory,
  TurnWarning,
} from '#common/domain/index.ts';
import { html, type Markup } from './markup.ts';
import { clockTime, counted, dateWords, frameWords } from './report-format.ts';
import { frameKey, jpegUrl, type ReportInput, type ReportPicture } from './report-input.ts';

/** The trajectories chosen, step by step: what was asked, shown, thought and answered. */
export function questionsPart({ trajectories, shown }: ReportInput): Markup | null {
  if (trajectories.length === 0) return null;
  return html`<section>
<h2>Questions</h2>
<p class="quiet">What an engine says is a proposal. A claim that names a frame the engine was never shown is marked.</p>
${trajectories.map((trajectory) => questionOf(trajectory, shown))}
</section>`;
}

function questionOf(trajectory: Trajectory, shown: ReportInput['shown']): Markup {
  const { clipName, createdAt, engine, mode, question, scope, seed, settings, steps, status } = trajectory;
  const turns = steps.flatMap((step) => (step.kind === 'turn' ? [step] : []));
  const sum = (value: (turn: (typeof turns)[number]) => number) =>
    turns.reduce((total, turn) => total + value(turn), 0);
  const cost = sum(({ usage }) => usage.cost ?? 0);
  const facts: readonly (readonly [string, string])[] = [
    ['Clip', scope ? `${clipName}, frames ${frameWords(scope)}` : clipName],
    [
      'Engine',
      `${engine.name} (${engine.id}), ${engine.local ? `on this machine, ${engine.device}` : 'on a server: frames left this machine'}`,
    ],
    ['Weights', engine.weightsSha256 ?? 'not known'],
    [
      'Asked',
      `${dateWords(createdAt)}, ${mode}, seed ${seed}${settings ? `, temperature ${settings.temperature}` : ''}`,
    ],
    [
      'Tokens',
      `${sum(({ usage }) => usage.newTokens)} read, ${sum(({ usage }) => usage.cachedTokens)} from the cache, ${sum(({ usage }) => usage.generatedTokens)} written${cost > 0 ? `, charged ${cost.toFixed(4)}` : ''}`,
    ],
    ['Time', `${sum(({ seconds }) => seconds).toFixed(1)} s in ${counted(turns.length, 'turn')}`],
  ];
  return html`<article class="question">
<h3>${question}</h3>
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<ol class="steps">${steps.map((step) => html`<li>${stepOf(step, trajectory.clipId, shown)}</li>`)}</ol>
<p class="answer">${trajectory.answer === null ? html`<b>No answer</b>: ${trajectory.failure?.message ?? status}` : html`<b>Answer</b>: ${trajectory.answer}`}</p>
${trajectory.formatValid === false ? html`<p class="warning">The reply does not keep to its form.</p>` : null}
</article>`;
}

function stepOf(step: Step, clipId: string, shown: ReportInput['shown']): Markup {
  switch (step.kind) {
    case 'frames': {
      const by = {
        start: 'Shown at the start',
        model: 'Looked at by the engine',
        analyst: 'Shown by a person',
      };
      const pictures = step.frames.flatMap(({ index }) => shown.get(frameKey(clipId, index)) ?? []);
      return html`<b>${by[step.by]}</b>: frames ${frameWords(step.range)}
${pictures.length === 0 ? null : html`<div class="pictures strip">${pictures.map(smallFigure)}</div>`}
<table class="sent"><thead><tr><th>Frame</th><th>Time</th><th>Size</th><th>SHA-256 of the picture as sent</th></tr></thead><tbody>${step.frames.map(frameRow)}</tbody></table>`;
    }
    case 'turn':
      return html`<b>Turn ${step.turn}</b>
${step.thought === '' ? null : html`<p class="thought">${step.thought}</p>`}
<p>${actionWords(step.action)}</p>
${step.warnings.map(warningOf)}
<p class="quiet">${step.usage.newTokens} tokens read, ${step.usage.cachedTokens} from the cache, ${step.usage.generatedTokens} written, ${step.seconds.toFixed(1)} s</p>`;
    case 'tool-result':
      return html`<b>${step.tool}</b>: <span class="thought">${step.text}</span>`;
    case 'notice':
      return html`<span class="quiet">${step.message}</span>`;
    case 'question':
      return html`<b>Asked further</b>: ${step.text}`;
  }
}

const smallFigure = ({ frame, height, jpeg, width }: ReportPicture): Markup =>
  html`<figure><div class="picture"><img width="${width}" height="${height}" alt="Frame ${frame}" src="${jpegUrl(jpeg)}"></div><figcaption>${frame}</figcaption></figure>`;

const frameRow = ({ index, timeSeconds, width, height, sha256 }: FrameReference): Markup =>
  html`<tr><td>${index}</td><td>${clockTime(timeSeconds)}</td><td>${width} × ${height}</td><td><code>${sha256}</code></td></tr>`;

function actionWords(action: Action | null): string {
  if (action === null) return 'No action could be read.';
  if (action.kind === 'look') return `Looks at frames ${frameWords(action.range)}.`;
  return action.kind === 'tool' ? `Calls ${action.tool}.` : `Answers: ${action.text}`;
}

const warningOf = ({ kind, message }: TurnWarning): Markup =>
  html`<p class="warning">${kind === 'claim-without-frame' ? 'Claim without a frame: ' : 'Note: '}${message}</p>`;

/** What engines proposed, and what a person made of it. */
export function proposalsPart({ proposals, clips }: ReportInput): Markup | null {
  if (proposals.length === 0) return null;
  const became: Record<Proposal['status'], string> = {
    open: 'not judged yet',
    accepted: 'accepted',
    rejected: 'rejected',
  };
  const clipName = (id: string) => clips.find(({ info }) => info.id === id)?.info.name ?? '';
  return html`<section>
<h2>Proposals</h2>
<table><thead><tr><th>Code</th><th>Clip</th><th>Frames</th><th>Evidence</th><th>Engine</th><th>Became</th></tr></thead><tbody>
${proposals.map(
  (proposal) =>
    html`<tr><th>${proposal.codeName}</th><td>${clipName(proposal.clipId)}</td><td>${frameWords(proposal.range)}</td><td>${proposal.evidence.join(', ')}</td><td>${proposal.engine}</td><td>${became[proposal.status]}</td></tr>`,
)}
</tbody></table>
</section>`;
}
