import type { Guidance } from '#common/domain/index.ts';
import { formAsGbnf } from '../reply-form/form-as-gbnf.ts';
import { formAsRegex } from '../reply-form/form-as-regex.ts';
import type { ReplyForm } from '../reply-form/reply-form.ts';

/** Fields of a request that hold its reply to a form; `thought` is false where the server keeps the thought apart. */
export function guidanceFields(
  guidance: Guidance,
  form: ReplyForm,
  thought: boolean,
): Readonly<Record<string, unknown>> {
  switch (guidance) {
    case 'grammar':
      return { grammar: formAsGbnf(form, thought) };
    case 'json_schema':
      // A reply in JSON is another form than the one that the prompts ask for.
      return {};
    default:
      return regexFields(guidance, formAsRegex(form, thought));
  }
}

/** A form that no model would take by itself, to see whether a server obeys. */
export function trialFields(guidance: Guidance): Readonly<Record<string, unknown>> {
  switch (guidance) {
    case 'grammar':
      return { grammar: 'root ::= "q" [0-9] "z"' };
    case 'json_schema':
      return {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'trial', strict: true, schema: trialSchema },
        },
      };
    default:
      return regexFields(guidance, 'q[0-9]z');
  }
}

export const isTrialReply = (guidance: Guidance, text: string): boolean =>
  guidance === 'json_schema' ? /^\s*\{\s*"q7z"\s*:\s*\d/.test(text) : /^q[0-9]z$/.test(text.trim());

const trialSchema = {
  type: 'object',
  properties: { q7z: { type: 'integer' } },
  required: ['q7z'],
  additionalProperties: false,
};

const regexFields = (guidance: 'structured_outputs' | 'guided_regex' | 'regex', regex: string) =>
  guidance === 'structured_outputs' ? { structured_outputs: { regex } } : { [guidance]: regex };
