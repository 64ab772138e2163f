import { formGrammar, type Grammar, type Written } from './form-grammar.ts';
import type { ReplyForm } from './reply-form.ts';

/** The form as a grammar of llama.cpp. */
export const formAsGbnf = (form: ReplyForm, how: Written): string =>
  `root ::= ${written(formGrammar(form, how))}`;

function written(grammar: Grammar): string {
  switch (grammar.is) {
    case 'literal':
      return `"${[...grammar.text].map((character) => escaped(character, /["\\]/)).join('')}"`;
    case 'character':
      return `[${grammar.but ? '^' : ''}${[...grammar.of].map((character) => escaped(character, /[\\^\]-]/)).join('')}]`;
    case 'digit':
      return `[${grammar.from}-${grammar.to}]`;
    case 'sequence':
      return grammar.parts.map(written).join(' ');
    case 'choice':
      return `(${grammar.of.map(written).join(' | ')})`;
    case 'repeated':
      return `(${written(grammar.what)})${grammar.times}`;
  }
}

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (character: string, special: RegExp): string =>
  names[character] ?? character.replace(special, '\\$&');
