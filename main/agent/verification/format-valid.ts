import type { Step, TurnWarning } from '#common/domain/index.ts';

const breaksFormat: Readonly<Record<TurnWarning['kind'], boolean>> = {
  format: true,
  'cut-off': true,
  'repeated-look': true,
  'repeated-call': true,
  'tool-not-offered': true,
  'window-outside-clip': true,
  'window-too-small': true,
  // Not part of the definition; a call where none is allowed fails it by not being an answer.
  'look-not-allowed': false,
  'thought-does-not-name-window': false,
  'claim-without-frame': false,
};

/**
 * Format valid ⇔ every turn is one think followed by one action, tags balanced, the last action is an answer,
 * windows lie in the clip with start < end, no repeated look (deepsport.md §1.1). A repaired turn stays a fault.
 * A text tool counts like a look [ours]: its call is the action of its turn, its window obeys the same rules, it must
 * be offered and not be repeated. It is no look: where the paper asks for "at least one look", it counts as none.
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
