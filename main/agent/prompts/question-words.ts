import {
  type AnswerForm,
  type AskedQuestion,
  type EngineCard,
  type FrameRange,
  frameRangeLength,
} from '#common/domain/index.ts';

/**
 * A question as an engine reads it in the place of `{question}`: as it was written, then which stretch it is about and
 * how to answer, each only where that was chosen. An engine that knows a closed list of questions was trained on them
 * bare, and gets them so: Nano answers worse with a sentence more (36 of 36 moments and ranges of the samples' dives
 * within two frames without, 27 with one on the stretch).
 */
export function questionWords(
  { text, form }: Pick<AskedQuestion, 'text' | 'form'>,
  scope: FrameRange | null,
  { knows }: Pick<EngineCard, 'knows'>,
): string {
  if (knows.length > 0) return text;
  return [text, scopeWords(scope), formWords(form)].filter((words) => words !== '').join('\n');
}

function scopeWords(scope: FrameRange | null): string {
  if (scope === null) return '';
  const { start, end } = scope;
  return frameRangeLength(scope) === 1
    ? `The question is about frame ${start} of the clip.`
    : `The question is about frames ${start} to ${end} of the clip.`;
}

function formWords(form: AnswerForm): string {
  switch (form.kind) {
    case 'text':
      return '';
    case 'spans':
      return 'Answer with one line for each occurrence, written as "first frame–last frame: name", for example "35–59: somersault"; a moment has one frame number. Answer "none" if there is none.';
    case 'choice':
      return `Answer with exactly one of these, word for word: ${form.options.map((option) => `"${option}"`).join(', ')}.`;
    case 'number':
      return form.unit === ''
        ? 'Answer with one number and nothing else.'
        : `Answer with one number, in ${form.unit}, and nothing else.`;
  }
}

/** What of a question's template stays when it is asked further: what tells of the first view is left out. */
export const furtherTemplate = (template: string): string =>
  template.slice(template.lastIndexOf('\n', template.indexOf('{question}')) + 1);
