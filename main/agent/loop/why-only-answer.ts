import type { Mode, Step } from '#common/domain/index.ts';
import type { OpenConversation } from './run-context.ts';

export type BeforeTurn = {
  readonly mode: Mode;
  readonly steps: readonly Step[];
  /** Replies that the question may still take, this one included. */
  readonly turnsLeft: number;
};

/** Why the coming turn may call nothing, as a sentence; null when it may. Text tools end where looks do. */
export function whyOnlyAnswer(
  { mode, steps, turnsLeft }: BeforeTurn,
  { framesSent, protocol }: Pick<OpenConversation, 'framesSent' | 'protocol'>,
): string | null {
  if (mode === 'passive') return 'Only an answer is possible: the question is asked in one pass.';
  if (turnsLeft <= 1) return 'Only an answer is possible at the last turn.';
  if (mode === 'single' && hasModelLooked(steps)) return 'Only an answer is possible after the single look.';
  return framesSent >= protocol.maxFrames
    ? `Only an answer is possible: the limit of ${protocol.maxFrames} frames is reached.`
    : null;
}

/** Each question of a conversation has its own single look. */
const hasModelLooked = (steps: readonly Step[]): boolean =>
  steps
    .slice(steps.findLastIndex(({ kind }) => kind === 'question') + 1)
    .some((step) => step.kind === 'frames' && step.by === 'model');
