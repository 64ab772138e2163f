import type { Step, TurnWarning } from '#common/domain/index.ts';

const breaksFormat: Readonly<Record<TurnWarning['kind'], boolean>> = {
  format: true,
  'cut-off': true,
  'repeated-look': true,
  'window-outside-clip': true,
  'window-too-small': true,
  // Not part of the definition; a look where none is allowed fails it by not being an answer.
  'look-not-allowed': false,
  'thought-does-not-name-window': false,
  'claim-without-frame': false,
};

/**
 * Format valid ⇔ every turn is one think followed by one action, tags balanced, the last action is an answer,
 * windows lie in the clip with start < end, no repeated look (deepsport.md §1.1). A repaired turn stays a fault.
 */
export function isFormatValid(steps: readonly Step[]): boolean {
  const turns = steps.filter((step) => step.kind === 'turn');
  return (
    turns.at(-1)?.action?.kind === 'answer' &&
    turns.every(
      (turn) => turn.action !== null && turn.warnings.every((warning) => !breaksFormat[warning.kind]),
    )
  );
}
