import type { AnswerForm } from './answer-form.ts';
import type { ReadingClip, Span } from './span.ts';
import { readSpans } from './span-reading.ts';

/** What an answer says, as far as its form goes. */
export type AnswerValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'spans'; readonly spans: readonly Span[] }
  | { readonly kind: 'choice'; readonly option: string }
  | { readonly kind: 'number'; readonly number: number };

/** An answer read by its form, or why it cannot be, in one sentence for a person. */
export type AnswerReading =
  | { readonly ok: true; readonly value: AnswerValue }
  | { readonly ok: false; readonly isDeclined: boolean; readonly problem: string };

/** "Cannot tell" is an honest answer to any question, and holds nothing to read. */
const declines =
  /^\W*(?:i\s+)?(?:cannot|can\s?not|can['’]t|could not|unable to)\s+(?:tell|say|determine|see)\b/iu;
const saysNone =
  /^\W*(?:none|nothing|no occurrences?|not? (?:visible|found|seen)|there (?:is|are) (?:no|none)\b.*|keine?)\W*$/iu;

const cannotTell = 'The engine says that it cannot tell.';

/** Reads an answer by the form that was asked for. Never guesses: what breaks the form is told as such. */
export function readAnswer(text: string, form: AnswerForm, clip: ReadingClip): AnswerReading {
  const answer = text.trim();
  if (form.kind === 'text') return { ok: true, value: { kind: 'text', text: answer } };
  // Where it is one of the choices it is an answer like any other.
  if (declines.test(answer) && form.kind !== 'choice') {
    return { ok: false, isDeclined: true, problem: cannotTell };
  }
  switch (form.kind) {
    case 'spans':
      return readSpansOnly(answer, clip);
    case 'choice':
      return readChoice(answer, form.options);
    case 'number':
      return readNumber(answer, form.unit);
  }
}

function readSpansOnly(answer: string, clip: ReadingClip): AnswerReading {
  if (saysNone.test(answer)) return { ok: true, value: { kind: 'spans', spans: [] } };
  const spans = readSpans(answer, { kind: 'spans' }, clip);
  return spans.length > 0
    ? { ok: true, value: { kind: 'spans', spans } }
    : broken('The answer names no frames of the clip, as “35–59: name” would.');
}

function readChoice(answer: string, options: readonly string[]): AnswerReading {
  const plain = (words: string) =>
    words
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const wanted = plain(answer);
  const exact = options.find((option) => plain(option) === wanted);
  const [named, ...others] = exact === undefined ? optionsIn(wanted, options.map(plain)) : [];
  const option = exact ?? (named !== undefined && others.length === 0 ? options[named] : undefined);
  if (option !== undefined) return { ok: true, value: { kind: 'choice', option } };
  if (declines.test(answer)) return { ok: false, isDeclined: true, problem: cannotTell };
  return broken(
    others.length > 0
      ? 'The answer names more than one of the choices.'
      : `The answer is none of the choices ${options.map((each) => `“${each}”`).join(', ')}.`,
  );
}

/** Places of the options that a text holds as whole words; the longer one where one is part of another. */
function optionsIn(text: string, options: readonly string[]): readonly number[] {
  let rest = ` ${text} `;
  const places = [...options.keys()].sort((a, b) => (options[b]?.length ?? 0) - (options[a]?.length ?? 0));
  return places.filter((place) => {
    const words = ` ${options[place]} `;
    if (words.trim() === '' || !rest.includes(words)) return false;
    rest = rest.replaceAll(words, '  ');
    return true;
  });
}

const written = /[-+−]?\d+(?:[.,]\d+)?(?:\s?\/\s?\d+)?/gu;

function readNumber(answer: string, unit: string): AnswerReading {
  const found = answer.match(written) ?? [];
  const values = [...new Set(found.map(toNumber))];
  const [number] = values;
  const asked = unit === '' ? 'one number' : `one number, in ${unit},`;
  if (number === undefined) return broken(`The answer holds no number; ${asked} was asked for.`);
  if (values.length > 1 || Number.isNaN(number))
    return broken(`The answer holds more than one number; ${asked} was asked for.`);
  return { ok: true, value: { kind: 'number', number } };
}

function toNumber(text: string): number {
  const [numerator = '', denominator] = text.replace('−', '-').replace(',', '.').split('/');
  // "7/10" may be a score or a share: no one number.
  return denominator === undefined ? Number(numerator) : Number.NaN;
}

const broken = (problem: string): AnswerReading => ({ ok: false, isDeclined: false, problem });
