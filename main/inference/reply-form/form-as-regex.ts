import { formGrammar, type Grammar, type Written } from './form-grammar.ts';
import type { ReplyForm } from './reply-form.ts';

/** The form as a regular expression without look-around, for the whole of a reply (vLLM, SGLang). */
export const formAsRegex = (form: ReplyForm, how: Written): string => written(formGrammar(form, how));

function written(grammar: Grammar): string {
  switch (grammar.is) {
    case 'literal':
      return [...grammar.text].map(escaped).join('');
    case 'character':
      return `[${grammar.but ? '^' : ''}${[...grammar.of].map(escaped).join('')}]`;
    case 'digit':
      return `[${grammar.from}-${grammar.to}]`;
    case 'sequence':
      return grammar.parts.map(written).join('');
    case 'choice':
      return `(${grammar.of.map(written).join('|')})`;
    case 'repeated':
      return `(${written(grammar.what)})${grammar.times}`;
  }
}

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (character: string): string =>
  names[character] ?? character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
