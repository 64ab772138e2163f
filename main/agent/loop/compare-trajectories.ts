import type { Action, Step, Trajectory } from '#common/domain/index.ts';

/** Whether a replay went as the first time, and if not, where it first went another way; one sentence for a person. */
export function compareTrajectories(
  first: Pick<Trajectory, 'steps'>,
  again: Pick<Trajectory, 'steps'>,
): string {
  const [before, now] = [first.steps.filter(counts), again.steps.filter(counts)];
  const most = Math.max(before.length, now.length);
  for (let place = 0, turn = 1; place < most; place++) {
    const [was, is] = [before[place], now[place]];
    if (!was || !is || !isSame(was, is)) {
      const answers =
        lastAnswer(before) === lastAnswer(now) ? 'The answer is the same.' : 'The answer differs.';
      return `${difference(was, is, turn)} ${answers}`;
    }
    if (is.kind === 'turn') turn = is.turn + 1;
  }
  return 'The same steps and the same answer as the first time.';
}

/** Notices tell of the circumstances, which may differ. */
const counts = ({ kind }: Step): boolean => kind !== 'notice';

function isSame(a: Step, b: Step): boolean {
  if (a.kind === 'frames' && b.kind === 'frames') {
    return a.by === b.by && picturesOf(a) === picturesOf(b);
  }
  if (a.kind === 'turn' && b.kind === 'turn') return a.raw === b.raw;
  if (a.kind === 'tool-result' && b.kind === 'tool-result') return a.text === b.text;
  return a.kind === 'question' && b.kind === 'question' && a.text === b.text;
}

const picturesOf = ({ frames }: Extract<Step, { kind: 'frames' }>): string =>
  frames.map(({ index, sha256 }) => `${index} ${sha256}`).join();

function difference(was: Step | undefined, is: Step | undefined, turn: number): string {
  if (was?.kind === 'turn' && is?.kind === 'turn') {
    const [before, now] = [words(was.action), words(is.action)];
    return before === now
      ? `Turn ${turn} differs from the first time in its thought.`
      : `Turn ${turn} differs from the first time: it ${now}, where it ${before}.`;
  }
  if (!is) return `It ended before turn ${turn}, where the first time it went on.`;
  if (!was) return `It went on with turn ${turn}, where the first time it had ended.`;
  return `What was shown before turn ${turn} differs from the first time.`;
}

function words(action: Action | null): string {
  switch (action?.kind) {
    case 'look':
      return `looked at ${action.range.start}–${action.range.end}`;
    case 'tool':
      return `asked for ${action.tool}`;
    case 'answer':
      return `answered “${action.text.length > 60 ? `${action.text.slice(0, 59)}…` : action.text}”`;
    case undefined:
      return 'gave no action';
  }
}

const lastAnswer = (steps: readonly Step[]): string | undefined =>
  steps
    .flatMap((step) => (step.kind === 'turn' && step.action?.kind === 'answer' ? [step.action.text] : []))
    .at(-1);
