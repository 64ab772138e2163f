import type { FrameReference, Step, Trajectory, TrajectoryEvent } from '#common/domain/index.ts';
import { formNames, modeNames, traceTexts as texts } from '../texts/trace.ts';
import { formatRange, formatSeconds, formatTime } from '../ui/format.ts';
import { evidenceFrames } from './evidence.ts';

/** A whole trace as text that can be read anywhere: what was asked, shown, thought and answered, and by what. */
export function traceText(trajectory: Trajectory, frameCount: number): string {
  const { engine, seed, mode, scope, form, question, answer, failure, clipName, createdAt } = trajectory;
  const evidence = evidenceFrames(trajectory, frameCount);
  const about = scope ? `, ${texts.scope(formatRange(scope))}` : '';
  const head = [
    `${texts.question}: ${question}`,
    `${clipName}${about} · ${createdAt}`,
    `${modeNames[mode]} · ${formNames[form.kind]} · ${texts.seed(seed)}`,
    `${texts.engine}: ${engine.name} · ${engine.device}${engine.weightsSha256 ? ` · ${texts.weights(engine.weightsSha256)}` : ''}`,
    engine.summary,
  ];
  const end = [
    ...(answer === null ? [] : [`${texts.answer}: ${answer}`]),
    ...(answer === null || evidence.length === 0 ? [] : [`${texts.evidence}: ${evidence.join(', ')}`]),
    ...(failure ? [failure.message] : []),
    ...(trajectory.status === 'cancelled' ? [texts.cancelled] : []),
  ];
  return `${[head, ...trajectory.steps.map(stepLines), end].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function stepLines(step: Step): readonly string[] {
  switch (step.kind) {
    case 'frames': {
      const { by, range, frames } = step;
      const words =
        by === 'start' ? texts.start(frames.length) : texts.lookedAt(by, formatRange(range), frames.length);
      return [words, ...frames.map(frameLine)];
    }
    case 'turn': {
      const { turn, thought, action, usage, seconds, warnings } = step;
      const { newTokens, cachedTokens, generatedTokens, cost } = usage;
      const tokens = texts.tokens(String(newTokens), String(cachedTokens), String(generatedTokens));
      const price = cost === undefined ? '' : ` · ${texts.cost(cost)}`;
      return [
        `${texts.turn(turn)} · ${formatSeconds(seconds)} · ${tokens}${price}`,
        ...(thought ? [thought] : []),
        ...(action?.kind === 'answer' ? [`→ ${action.text}`] : []),
        ...warnings.map(({ message }) => `! ${message}`),
      ];
    }
    case 'tool-result':
      return [
        step.tool === 'motion_profile' ? texts.askedMotion(formatRange(step.arguments)) : texts.askedShots,
        step.text,
      ];
    case 'question':
      return [`${texts.question}: ${step.text}`];
    case 'notice':
      return [step.message];
    case 'veiled':
      return [];
  }
}

const frameLine = ({ index, timeSeconds, width, height, sha256 }: FrameReference): string =>
  `  ${texts.frame(index)} · ${texts.sent(formatTime(timeSeconds), `${width}×${height}`, sha256)}`;

/** The events that lead to a trajectory, one line each, as the command line gives them with `--json`. */
export function traceLines(trajectory: Trajectory): string {
  const { status, answer, formatValid, failure } = trajectory;
  const start: Trajectory = {
    ...trajectory,
    status: 'running',
    steps: [],
    answer: null,
    formatValid: null,
    failure: null,
  };
  const events: TrajectoryEvent[] = [
    { type: 'trajectory-start', trajectory: start },
    ...trajectory.steps.map((step) => ({ type: 'step', step }) as const),
  ];
  if (status !== 'running')
    events.push({ type: 'trajectory-end', status, answer, formatValid: formatValid ?? false, failure });
  return `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;
}
