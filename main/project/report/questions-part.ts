import type { Action, FrameReference, Step, Trajectory, TurnWarning } from '#common/domain/index.ts';
import { html, type Markup } from './markup.ts';
import { clockTime, dateWords, frameWords } from './report-format.ts';
import { frameKey, jpegUrl, type ReportInput, type ReportPicture } from './report-input.ts';
import { reportTexts as texts } from './report-texts.ts';
import { verdictLine } from './verdict-line.ts';

/** The trajectories chosen, step by step: what was asked, shown, thought and answered. */
export function questionsPart(input: ReportInput): Markup | null {
  const { trajectories } = input;
  if (trajectories.length === 0) return null;
  return html`<section>
<h2>${texts.questions}</h2>
<p class="quiet">${texts.aboutQuestions}</p>
${trajectories.map((trajectory) => questionOf(trajectory, input))}
</section>`;
}

function questionOf(trajectory: Trajectory, input: ReportInput): Markup {
  const { shown } = input;
  const { answer, clipId, failure, formatValid, question, status, steps } = trajectory;
  return html`<article class="question">
<h3>${question}</h3>
<dl>${factsOf(trajectory).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<ol class="steps">${steps.map((step) => html`<li>${stepOf(step, clipId, shown)}</li>`)}</ol>
<p class="answer">${answer === null ? html`<b>${texts.noAnswer}</b>: ${failure?.message ?? status}` : html`<b>${texts.answer}</b>: ${answer}`}</p>
${verdictLine(trajectory, input)}
${formatValid === false ? html`<p class="warning">${texts.formBroken}</p>` : null}
</article>`;
}

function factsOf(trajectory: Trajectory): readonly (readonly [string, string])[] {
  const { clipName, createdAt, engine, mode, scope, seed, settings, steps } = trajectory;
  const turns = steps.flatMap((step) => (step.kind === 'turn' ? [step] : []));
  const sum = (value: (turn: (typeof turns)[number]) => number) =>
    turns.reduce((total, turn) => total + value(turn), 0);
  const cost = sum(({ usage }) => usage.cost ?? 0);
  const tokens = texts.tokenFacts(
    sum(({ usage }) => usage.newTokens),
    sum(({ usage }) => usage.cachedTokens),
    sum(({ usage }) => usage.generatedTokens),
  );
  return [
    [texts.clip, scope ? texts.scope(clipName, frameWords(scope)) : clipName],
    [texts.engine, texts.engineFacts(engine.name, engine.id, engine.local ? engine.device : null)],
    [texts.weights, engine.weightsSha256 ?? texts.unknown],
    [texts.asked, texts.askedFacts(dateWords(createdAt), mode, seed, settings?.temperature ?? null)],
    [texts.tokens, cost > 0 ? `${tokens}${texts.charged(cost)}` : tokens],
    [
      texts.time,
      texts.timeFacts(
        sum(({ seconds }) => seconds),
        turns.length,
      ),
    ],
  ];
}

function stepOf(step: Step, clipId: string, shown: ReportInput['shown']): Markup {
  switch (step.kind) {
    case 'frames': {
      const pictures = step.frames.flatMap(({ index }) => shown.get(frameKey(clipId, index)) ?? []);
      const heads = [texts.frames, texts.time, texts.size, texts.sentHash];
      return html`<b>${texts.shown[step.by]}</b>: ${texts.ofFrames(frameWords(step.range))}
${pictures.length === 0 ? null : html`<div class="pictures strip">${pictures.map(smallFigure)}</div>`}
<table class="sent"><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${step.frames.map(frameRow)}</tbody></table>`;
    }
    case 'turn': {
      const { newTokens, cachedTokens, generatedTokens } = step.usage;
      return html`<b>${texts.turn(step.turn)}</b>
${step.thought === '' ? null : html`<p class="thought">${step.thought}</p>`}
<p>${actionWords(step.action)}</p>
${step.warnings.map(warningOf)}
<p class="quiet">${texts.turnCost(newTokens, cachedTokens, generatedTokens, step.seconds)}</p>`;
    }
    case 'tool-result':
      return html`<b>${step.tool}</b>: <span class="thought">${step.text}</span>`;
    case 'notice':
      return html`<span class="quiet">${step.message}</span>`;
    case 'veiled':
      return html``;
    case 'question':
      return html`<b>${texts.askedFurther}</b>: ${step.text}`;
  }
}

const smallFigure = ({ frame, height, jpeg, width }: ReportPicture): Markup =>
  html`<figure><div class="picture"><img width="${width}" height="${height}" alt="${texts.frame(frame)}" src="${jpegUrl(jpeg)}"></div><figcaption>${frame}</figcaption></figure>`;

const frameRow = ({ index, timeSeconds, width, height, sha256 }: FrameReference): Markup =>
  html`<tr><td>${index}</td><td>${clockTime(timeSeconds)}</td><td>${width} × ${height}</td><td><code>${sha256}</code></td></tr>`;

function actionWords(action: Action | null): string {
  if (action === null) return texts.noAction;
  if (action.kind === 'look') return texts.looks(frameWords(action.range));
  return action.kind === 'tool' ? texts.calls(action.tool) : texts.answers(action.text);
}

const warningOf = ({ kind, message }: TurnWarning): Markup =>
  html`<p class="warning">${kind === 'claim-without-frame' ? texts.claimWithoutFrame : texts.remark}${message}</p>`;
