import { tags } from './form-automaton.ts';
import type { ReplyForm } from './reply-form.ts';

/** A regular language, to be written as a server wants it: as a regular expression or as a GBNF grammar. */
export type Grammar =
  | { readonly is: 'literal'; readonly text: string }
  /** One character: of these, or any but these. */
  | { readonly is: 'character'; readonly of: string; readonly but: boolean }
  | { readonly is: 'digit'; readonly from: number; readonly to: number }
  | { readonly is: 'sequence'; readonly parts: readonly Grammar[] }
  | { readonly is: 'choice'; readonly of: readonly Grammar[] }
  | { readonly is: 'repeated'; readonly what: Grammar; readonly times: '?' | '*' | '+' };

const literal = (text: string): Grammar => ({ is: 'literal', text });
const noneOf = (of: string): Grammar => ({ is: 'character', of, but: true });
const sequence = (...parts: readonly Grammar[]): Grammar => ({ is: 'sequence', parts });
const choice = (...of: readonly Grammar[]): Grammar =>
  of.length === 1 && of[0] ? of[0] : { is: 'choice', of };
const repeated = (what: Grammar, times: '?' | '*' | '+'): Grammar => ({ is: 'repeated', what, times });

const whitespace = ' \t\n\r';

/** How a server takes a form. */
export type Written = {
  /** False where the server keeps the thought apart; `opened` where the prompt ends with its tag. */
  readonly thought: boolean | 'opened';
  /** The reply stands in a JSON string: it holds no character that would have to be escaped there. */
  readonly inJson?: boolean;
};

const unsafeInJson = '"\\\n\r\t';

/**
 * The form of a reply as a regular language: what startOfForm follows, but for the order of two frame numbers, which
 * no regular expression of bearable length can tell.
 */
export function formGrammar({ tools, frameCount }: ReplyForm, { thought, inJson = false }: Written): Grammar {
  const { text, filledText } = texts(inJson ? unsafeInJson : '');
  const last = frameCount - 1;
  const window = [literal('('), numbersUpTo(last - 1, 0), literal(', '), numbersUpTo(last, 1), literal(')')];
  const calls = tools
    .filter((tool) => tool === 'list_shots' || last >= 1)
    .map((tool) =>
      sequence(
        literal(`<tool_call>${tool}`),
        ...(tool === 'list_shots' ? [literal('()')] : window),
        literal('</tool_call>'),
      ),
    );
  const lineBreak = repeated(literal('\n'), '?');
  const action = choice(...calls, sequence(literal('<answer>'), filledText('/answer>')));
  const parts = inJson ? [action] : [lineBreak, lineBreak, action];
  if (!thought) return sequence(...parts);
  const opening = thought === 'opened' ? [] : [literal('<think>')];
  return sequence(...opening, text('/think>'), ...parts);
}

/** What may follow `<` within a tag, as a tree. */
type Branches = Map<string, Branches>;

function tagBranches(): Branches {
  const root: Branches = new Map();
  for (const tag of tags) {
    let at = root;
    for (const character of tag.slice(1)) {
      const next = at.get(character) ?? new Map<string, Branches>();
      at.set(character, next);
      at = next;
    }
  }
  return root;
}

const branches = tagBranches();

/** The beginning of a tag after its `<`, not all of it; empty too. */
function beginning(at: Branches): Grammar {
  const longer = [...at].flatMap(([character, next]) => {
    if (next.size === 0) return [];
    return isLastBeforeEnd(next) ? [literal(character)] : [sequence(literal(character), beginning(next))];
  });
  return repeated(choice(...longer), '?');
}

const isLastBeforeEnd = (at: Branches): boolean => [...at.values()].every((next) => next.size === 0);

const anew = sequence(beginning(branches), literal('<'));
const closed = (closing: string) => sequence(literal('<'), repeated(anew, '*'), literal(closing));

/** Text without tags and without these characters, up to and with the closing tag, given without its `<`. */
function texts(forbidden: string) {
  /** The beginning of a tag after its `<`, and a character that makes it none and begins no other. */
  const falseTag = (at: Branches): Grammar => {
    const leaving = noneOf(`<${[...at.keys()].join('')}${forbidden}`);
    const deeper = [...at].flatMap(([character, next]) =>
      next.size === 0 ? [] : [sequence(literal(character), falseTag(next))],
    );
    return choice(leaving, ...deeper);
  };
  const falseStart = sequence(literal('<'), repeated(anew, '*'), falseTag(branches));
  const anything = repeated(choice(noneOf(`<${forbidden}`), falseStart), '*');
  const blanks = [...whitespace].filter((character) => !forbidden.includes(character)).join('');
  return {
    text: (closing: string): Grammar => sequence(anything, closed(closing)),
    /** The same with something to read in it. */
    filledText: (closing: string): Grammar => {
      const first = choice(noneOf(`<${whitespace}${forbidden}`), falseStart);
      return sequence(
        repeated({ is: 'character', of: blanks, but: false }, '*'),
        choice(
          sequence(first, anything, closed(closing)),
          sequence(literal('<'), repeated(anew, '+'), literal(closing)),
        ),
      );
    },
  };
}

/** Whole numbers from `lowest`, 0 or 1, to `highest`, without leading zeros. */
function numbersUpTo(highest: number, lowest: 0 | 1): Grammar {
  const digits = String(highest);
  const choices: Grammar[] = lowest === 0 ? [literal('0')] : [];
  for (let length = 1; length < digits.length; length++) {
    choices.push(sequence(digit(1, 9), ...anyDigits(length - 1)));
  }
  for (const [place, character] of [...digits].entries()) {
    const below = Number(character) - 1;
    const from = place === 0 ? 1 : 0;
    if (below < from) continue;
    const before = place === 0 ? [] : [literal(digits.slice(0, place))];
    choices.push(sequence(...before, digit(from, below), ...anyDigits(digits.length - place - 1)));
  }
  if (highest >= 1) choices.push(literal(digits));
  return choice(...choices);
}

const digit = (from: number, to: number): Grammar => ({ is: 'digit', from, to });
const anyDigits = (count: number): readonly Grammar[] => Array.from({ length: count }, () => digit(0, 9));
