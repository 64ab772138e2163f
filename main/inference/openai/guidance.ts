import type { Guidance } from '#common/domain/index.ts';
import { formAsGbnf } from '../reply-form/form-as-gbnf.ts';
import { formAsRegex } from '../reply-form/form-as-regex.ts';
import type { Written } from '../reply-form/form-grammar.ts';
import type { ReplyForm } from '../reply-form/reply-form.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Fields of a request that hold its reply to a form. */
export function guidanceFields(guidance: Guidance, form: ReplyForm, thought: Written['thought']): Fields {
  if (guidance === 'grammar') return { grammar: formAsGbnf(form, { thought }) };
  const inJson = guidance === 'json_schema';
  return regexFields(guidance, formAsRegex(form, { thought, inJson }));
}

/** A form that no model would take by itself, to see whether a server obeys. */
export const trialFields = (guidance: Guidance): Fields =>
  guidance === 'grammar' ? { grammar: 'root ::= "q" [0-9] "z"' } : regexFields(guidance, 'q[0-9]z');

export const isTrialReply = (guidance: Guidance, text: string): boolean =>
  (guidance === 'json_schema' ? /^\{\s*"reply"\s*:\s*"q[0-9]z"\s*\}$/ : /^q[0-9]z$/).test(text.trim());

function regexFields(guidance: Exclude<Guidance, 'grammar'>, regex: string): Fields {
  switch (guidance) {
    case 'structured_outputs':
      return { structured_outputs: { regex } };
    case 'json_schema':
      return { response_format: { type: 'json_schema', json_schema: replySchema(regex) } };
    default:
      return { [guidance]: regex };
  }
}

/** The reply as it is, in the one string of an object: few servers take another root. */
const replySchema = (regex: string) => ({
  name: 'reply',
  strict: true,
  schema: {
    type: 'object',
    properties: { reply: { type: 'string', pattern: `^${regex}$` } },
    required: ['reply'],
    additionalProperties: false,
  },
});
