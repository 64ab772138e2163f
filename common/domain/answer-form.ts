/**
 * How an answer is asked for and read. `text`: free words; frames and ranges that it names with a word before them
 * still become proposals. `spans`: one line `first–last: name` for each occurrence. `choice`: one of the options.
 * `number`: one number.
 */
export type AnswerForm =
  | { readonly kind: 'text' }
  | { readonly kind: 'spans' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'number'; readonly unit: string };

export const answerDimensions = ['recognition', 'rules', 'assessment', 'commentary'] as const;
/** The four dimensions of questions in the paper (DeepSport §3). */
export type AnswerDimension = (typeof answerDimensions)[number];
