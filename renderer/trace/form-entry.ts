import type { AnswerForm } from '#common/domain/index.ts';

/** The form of a kind before anything else of it is written. */
export function formOfKind(kind: string): AnswerForm {
  if (kind === 'spans') return { kind };
  if (kind === 'choice') return { kind, options: ['Yes', 'No', 'Cannot tell'] };
  if (kind === 'number') return { kind, unit: '' };
  return { kind: 'text' };
}

const mostOptions = 40;
const longestOption = 200;

/** Options as a person writes them: separated by commas; each counts once. */
export const optionsOfText = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[,;\n]/)
      .map((option) => option.trim().slice(0, longestOption))
      .filter((option) => option !== '')
      .slice(0, mostOptions),
  ),
];

export const textOfOptions = (options: readonly string[]): string => options.join(', ');

/** Whether a question can be asked in this form: a choice needs two options. */
export const isWholeForm = (form: AnswerForm): boolean => form.kind !== 'choice' || form.options.length > 1;
