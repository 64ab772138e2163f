import { DeepSportError } from '#common/domain/index.ts';
import { closing, type FormState, follow, followAll, isNarrow, startOfForm } from './form-automaton.ts';
import type { ReplyForm } from './reply-form.ts';
import type { TokenTrie } from './token-trie.ts';

/** What a model's tokens write. Characters spread over several tokens are one stand-in character in each. */
export type Vocabulary = {
  readonly texts: readonly (string | undefined)[];
  readonly trie: TokenTrie;
};

export type FormSampler = {
  /** Chooses the next token among those that keep to the form; changes the logits. */
  next(logits: Float32Array, tokensLeft: number): number;
  /** True when the form is complete. */
  readonly ended: boolean;
  /** True when free text was brought to its end because the tokens ran out. */
  readonly cutShort: boolean;
};

/**
 * Tokens kept for what must still follow when free text has to end: the closing tag and the shortest action, each
 * character a token at worst.
 */
const reservedForAnswer = 24;
const reservedForAction = 96;

/** Keeps a reply to its form by masking: `sample` chooses from what is left of the logits. */
export function createFormSampler(
  form: ReplyForm,
  vocabulary: Vocabulary,
  sample: (logits: Float32Array) => number,
): FormSampler {
  let state: FormState = startOfForm(form);
  let cutShort = false;

  const nextNarrow = (logits: Float32Array): number => {
    const allowed = new Set<number>();
    collect(vocabulary.trie, state, allowed);
    if (allowed.size === 0) throw cannotWrite();
    for (let token = 0; token < logits.length; token++) {
      if (!allowed.has(token)) logits[token] = Number.NEGATIVE_INFINITY;
    }
    return sample(logits);
  };

  /** Nearly everything may follow, so the choice is checked instead of all the others. */
  const nextInText = (logits: Float32Array): number => {
    for (;;) {
      const token = sample(logits);
      const written = vocabulary.texts[token];
      if (written && followAll(state, written)) return token;
      logits[token] = Number.NEGATIVE_INFINITY;
    }
  };

  return {
    get ended() {
      return state.at === 'end';
    },
    get cutShort() {
      return cutShort;
    },
    next(logits, tokensLeft) {
      if (state.at === 'text') {
        const reserved = state.closing === '</think>' ? reservedForAction : reservedForAnswer;
        if (tokensLeft <= reserved) {
          state = closing(state);
          cutShort = true;
        }
      }
      const token = isNarrow(state) ? nextNarrow(logits) : nextInText(logits);
      const after = followAll(state, vocabulary.texts[token] ?? '');
      if (!after) throw cannotWrite();
      state = after;
      return token;
    },
  };
}

/** All tokens whose whole text may follow. */
function collect(node: TokenTrie, state: FormState, allowed: Set<number>): void {
  for (const [character, child] of node.children) {
    const after = follow(state, character);
    if (!after) continue;
    for (const token of child.tokens) allowed.add(token);
    if (child.children.size > 0) collect(child, after, allowed);
  }
}

const cannotWrite = () =>
  new DeepSportError(
    'MODEL_INCOMPLETE',
    'The model has no tokens for the form of a reply: its tokenizer may be damaged. Get the model again.',
  );
