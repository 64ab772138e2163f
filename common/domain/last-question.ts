import type { AnswerForm } from './answer-form.ts';
import type { Step, Trajectory } from './trajectory.ts';

/** A question of a conversation with what followed it. */
export type AskedQuestion = {
  readonly text: string;
  readonly form: AnswerForm;
  /** From the question on, up to the next one; what was shown for an earlier one is not among them. */
  readonly steps: readonly Step[];
};

/** The question that a trajectory's answer, status and validity speak of: its own, or the last that was asked further. */
export function lastQuestion({
  question,
  form,
  steps,
}: Pick<Trajectory, 'question' | 'form' | 'steps'>): AskedQuestion {
  const at = steps.findLastIndex(({ kind }) => kind === 'question');
  const further = steps[at];
  return further?.kind === 'question'
    ? { text: further.text, form: further.form, steps: steps.slice(at + 1) }
    : { text: question, form, steps };
}
