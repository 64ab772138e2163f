import type { ToolName } from '#common/domain/index.ts';
import { continuesTo } from './number-range.ts';
import type { ReplyForm } from './reply-form.ts';

export const tags = ['<think>', '</think>', '<tool_call>', '</tool_call>', '<answer>', '</answer>'] as const;

/**
 * Where a reply stands in its form. Free text (a thought, an answer) takes anything but tags that do not belong
 * there; everything else is `narrow`: few characters may follow.
 */
export type FormState =
  | { readonly at: 'literal'; readonly left: string; readonly next: FormState }
  | { readonly at: 'choice'; readonly of: readonly FormState[] }
  | {
      readonly at: 'text';
      /** The tag that ends it. */
      readonly closing: string;
      /** What may be the beginning of a tag. */
      readonly pending: string;
      /** True once there is something to read in it; an answer without is none. */
      readonly filled: boolean;
      readonly next: FormState;
    }
  | {
      readonly at: 'number';
      readonly digits: string;
      readonly lowest: number;
      readonly highest: number;
      readonly next: (value: number) => FormState;
    }
  | { readonly at: 'end' };

const end: FormState = { at: 'end' };
const literal = (left: string, next: FormState): FormState => ({ at: 'literal', left, next });
const text = (closing: string, filled: boolean, next: FormState): FormState => ({
  at: 'text',
  closing,
  pending: '',
  filled,
  next,
});

/** The beginning of a reply of this form. */
export function startOfForm({ tools, frameCount }: ReplyForm): FormState {
  const last = frameCount - 1;
  // A window needs two frames; a clip of one has nothing to look closer at.
  const callable = tools.filter((tool) => tool === 'list_shots' || last >= 1);
  const calls = callable.map((tool) => callOf(tool, last));
  const answer = literal('<answer>', text('</answer>', false, end));
  const actions: FormState[] = [answer, ...calls.map((call) => literal('<tool_call>', call))];
  const afterLine: FormState = {
    at: 'choice',
    of: [...actions, literal('\n', { at: 'choice', of: actions })],
  };
  const action: FormState = { at: 'choice', of: [...actions, literal('\n', afterLine)] };
  return literal('<think>', text('</think>', true, action));
}

function callOf(tool: ToolName, last: number): FormState {
  const close = literal('</tool_call>', end);
  if (tool === 'list_shots') return literal('list_shots()', close);
  const second = (first: number): FormState => ({
    at: 'number',
    digits: '',
    lowest: first + 1,
    highest: last,
    next: () => literal(')', close),
  });
  const first: FormState = {
    at: 'number',
    digits: '',
    lowest: 0,
    highest: last - 1,
    next: (value) => literal(', ', second(value)),
  };
  return literal(`${tool}(`, first);
}

/** The state after one more character; null where it must not follow. */
export function follow(state: FormState, character: string): FormState | null {
  switch (state.at) {
    case 'end':
      return null;
    case 'literal':
      if (state.left[0] !== character) return null;
      return state.left.length === 1 ? state.next : literal(state.left.slice(1), state.next);
    case 'choice': {
      const possible = state.of.flatMap((each) => follow(each, character) ?? []);
      return possible.length > 1 ? { at: 'choice', of: possible } : (possible[0] ?? null);
    }
    case 'number':
      return followNumber(state, character);
    case 'text':
      return followText(state, character);
  }
}

function followNumber(state: Extract<FormState, { at: 'number' }>, character: string): FormState | null {
  const { digits, lowest, highest, next } = state;
  if (/\d/.test(character)) {
    const longer = digits + character;
    return continuesTo(longer, lowest, highest) ? { ...state, digits: longer } : null;
  }
  const value = digits === '' ? Number.NaN : Number(digits);
  return value >= lowest && value <= highest ? follow(next(value), character) : null;
}

function followText(state: Extract<FormState, { at: 'text' }>, character: string): FormState | null {
  const { closing, pending, filled, next } = state;
  const longer = pending + character;
  if (longer === closing) return filled ? next : null;
  if (tags.some((tag) => tag === longer)) return null;
  if (tags.some((tag) => tag.startsWith(longer))) return { ...state, pending: longer };
  // What looked like a tag was text; the character may begin another one.
  const begins = character === '<';
  const hasContent = filled || pending !== '' || (!begins && character.trim() !== '');
  return { ...state, pending: begins ? '<' : '', filled: hasContent };
}

/** True where only few characters may follow. */
export const isNarrow = (state: FormState): boolean => state.at !== 'text';

/** The state with free text brought to its end: only its closing tag may follow, as soon as it may. */
export function closing(state: FormState): FormState {
  if (state.at !== 'text' || !state.filled) return state;
  const { pending, next } = state;
  if (pending !== '' && state.closing.startsWith(pending)) {
    return literal(state.closing.slice(pending.length), next);
  }
  return pending === '' ? literal(state.closing, next) : state;
}

/** The state after a text; null where it breaks the form. */
export function followAll(state: FormState, characters: string): FormState | null {
  let at: FormState | null = state;
  for (const character of characters) {
    at = follow(at, character);
    if (!at) return null;
  }
  return at;
}
