import type { AnswerDimension, AnswerForm } from '../answer-form.ts';

/** A question ready to be asked, and how its answer is to be read. */
export type QuestionPreset = {
  /** A word or two for a button. */
  readonly name: string;
  /** Word for word what is asked; a person may change it. */
  readonly question: string;
  readonly form: AnswerForm;
};

/** The questions of one sport, by what they are about. */
export type SportQuestions = Readonly<Record<AnswerDimension, readonly QuestionPreset[]>>;

export const text = (name: string, question: string): QuestionPreset => ({
  name,
  question,
  form: { kind: 'text' },
});

export const spans = (name: string, question: string): QuestionPreset => ({
  name,
  question,
  form: { kind: 'spans' },
});

export const choice = (name: string, question: string, ...options: readonly string[]): QuestionPreset => ({
  name,
  question,
  form: { kind: 'choice', options },
});

export const number = (name: string, question: string, unit: string): QuestionPreset => ({
  name,
  question,
  form: { kind: 'number', unit },
});
