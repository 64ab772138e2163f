import type { MessagePart } from '#main/inference/vision-language-model.ts';

/** Text as a list of parts; none for an empty text. */
export const textParts = (text: string): readonly MessagePart[] =>
  text === '' ? [] : [{ type: 'text', text }];
