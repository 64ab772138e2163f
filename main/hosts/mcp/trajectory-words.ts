import { type Action, frameRangeLength, type Step, type Trajectory } from '#common/domain/index.ts';

/** One step as a line or two, with the frames that it names as shown. */
export type StepRow = { readonly kind: Step['kind']; readonly words: string; readonly frames: number[] };

export function stepRow(step: Step): StepRow {
  switch (step.kind) {
    case 'frames': {
      const frames = step.frames.map(({ index }) => index);
      const { range } = step;
      const who = { start: 'First frames', model: 'Looked at', analyst: 'The analyst looked at' }[step.by];
      const words = `${who} ${range.start}–${range.end} (${frameRangeLength(range)} frames): ${frames.join(', ')}`;
      return { kind: step.kind, words, frames };
    }
    case 'turn': {
      const warnings = step.warnings.map(({ message }) => `Warning: ${message}`);
      const thought = step.thought === '' ? [] : [step.thought];
      const words = [`Turn ${step.turn}`, ...thought, ...actionWords(step.action), ...warnings].join('\n');
      return { kind: step.kind, words, frames: [] };
    }
    case 'tool-result':
      return { kind: step.kind, words: `${step.tool}: ${step.text}`, frames: [] };
    case 'notice':
      return { kind: step.kind, words: step.message, frames: [] };
    case 'question':
      return { kind: step.kind, words: `Asked further: ${step.text}`, frames: [] };
    case 'veiled':
      return { kind: step.kind, words: 'Not shown before a person has marked first.', frames: [] };
  }
}

function actionWords(action: Action | null): readonly string[] {
  if (action === null) return ['No action could be read.'];
  switch (action.kind) {
    case 'look':
      return [`Asked to look at ${action.range.start}–${action.range.end}.`];
    case 'tool':
      return [`Called ${action.tool}.`];
    case 'answer':
      return [`Answered: ${action.text}`];
  }
}

/** What must stand beside every answer: who gave it, and where. */
export const engineWords = ({ engine }: Pick<Trajectory, 'engine'>): string =>
  `Engine: ${engine.name} (${engine.local ? 'on this machine' : 'frames left this machine'}). ${engine.summary}`;
