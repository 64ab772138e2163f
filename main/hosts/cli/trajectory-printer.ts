import type {
  FramesStep,
  ProgressStage,
  Step,
  TextToolCall,
  Trajectory,
  TrajectoryEvent,
  TurnStep,
} from '#common/domain/index.ts';
import type { CommandContext } from './command.ts';

/** Tells a trajectory to a person line by line as it happens. */
export type TrajectoryPrinter = (event: TrajectoryEvent) => void;

/**
 * The initial frames, then each turn with its thought, its look or answer, its tokens and seconds; last the answer
 * beside the engine's own sentence on what it is and is not.
 */
export function createTrajectoryPrinter({
  print,
  progress,
}: Pick<CommandContext, 'print' | 'progress'>): TrajectoryPrinter {
  let trajectory: Trajectory | undefined;
  return (event) => {
    switch (event.type) {
      case 'trajectory-start':
        trajectory = event.trajectory;
        for (const line of openingLines(event.trajectory)) print(line);
        return;
      case 'step':
        for (const line of stepLines(event.step)) print(line);
        return;
      case 'trajectory-end':
        progress(null);
        for (const line of endLines(event, trajectory)) print(line);
        return;
      case 'progress':
        progress(
          `${stageWords[event.stage]} ${event.total > 0 && event.stage !== 'waiting' ? `${event.done} of ${event.total}` : '…'}`,
        );
        return;
      case 'text-delta':
        progress(`turn ${event.turn}: writing …`);
        return;
      case 'turn-start':
        return;
    }
  };
}

const stageWords: Readonly<Record<ProgressStage, string>> = {
  waiting: 'waiting for other questions',
  loading: 'loading the engine',
  extracting: 'extracting frames',
  encoding: 'encoding frames',
  prefill: 'reading',
  decoding: 'writing',
};

const openingLines = ({ clipName, engine, question, mode, scope }: Trajectory): readonly string[] => [
  `Clip      ${clipName}`,
  `Engine    ${engine.name}, ${engine.device}${engine.local ? '' : ' (frames leave this machine)'}`,
  `Question  ${question} (${mode})`,
  ...(scope ? [`About     frames ${scope.start}–${scope.end}`] : []),
  '',
];

function stepLines(step: Step): readonly string[] {
  switch (step.kind) {
    case 'frames': {
      const numbers = step.frames.map(({ index }) => index).join(', ');
      switch (step.by) {
        case 'start':
          return [`Initial frames  ${numbers}${sizeOf(step)}`];
        case 'model':
          return [`  frames    ${numbers}${sizeOf(step)}`];
        case 'analyst':
          return [
            `Look by the analyst  ${step.range.start}–${step.range.end}`,
            `  frames    ${numbers}${sizeOf(step)}`,
          ];
      }
      break;
    }
    case 'turn':
      return turnLines(step);
    case 'tool-result':
      return step.text.split('\n').map((line, place) => `  ${place === 0 ? 'told  ' : '      '}    ${line}`);
    case 'question':
      return ['', `Question  ${step.text}`];
    case 'notice':
      return [`  notice    ${step.message}`];
    case 'veiled':
      return [];
  }
}

/** How large the frames were sent, where there are any. */
const sizeOf = ({ frames: [first] }: FramesStep): string =>
  first ? `  (${first.width}×${first.height})` : '';

const askedFor = (call: TextToolCall): string =>
  call.tool === 'motion_profile' ? `motion of ${call.arguments.start}–${call.arguments.end}` : 'shots';

function turnLines({ turn, thought, action, warnings, usage, seconds, raw }: TurnStep): readonly string[] {
  const cost =
    `${usage.newTokens} new tokens, ${usage.cachedTokens} from the cache, ` +
    `${usage.generatedTokens} written, ${seconds.toFixed(1)} s` +
    (usage.cost === undefined ? '' : `, cost ${Number(usage.cost.toPrecision(2))}`);
  return [
    `Turn ${turn}  (${cost})`,
    ...(thought === '' ? [] : [`  thought   ${oneLine(thought)}`]),
    ...(action?.kind === 'look' ? [`  look      ${action.range.start}–${action.range.end}`] : []),
    ...(action?.kind === 'tool' ? [`  asks      ${askedFor(action)}`] : []),
    ...(action?.kind === 'answer' ? [`  answer    ${oneLine(action.text)}`] : []),
    ...(action === null ? [`  unclear   ${oneLine(raw).slice(0, 200)}`] : []),
    ...warnings.map(({ message }) => `  warning   ${message}`),
  ];
}

function endLines(
  { status, answer }: Extract<TrajectoryEvent, { type: 'trajectory-end' }>,
  trajectory: Trajectory | undefined,
): readonly string[] {
  const outcome =
    status === 'answered'
      ? `Answer    ${answer ?? ''}`
      : `No answer: the question was ${status === 'cancelled' ? 'cancelled' : 'not finished'}.`;
  return ['', outcome, ...(trajectory ? [`          ${trajectory.engine.summary}`] : [])];
}

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');
