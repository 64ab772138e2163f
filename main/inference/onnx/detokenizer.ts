const replacement = '�';

/** Turns tokens into text as they come; a character whose bytes are spread over tokens is never split. */
export type Detokenizer = {
  /** The text that is certain after one more token; may be empty. */
  push(token: number): string;
  /** What is left at the end, broken characters included. */
  flush(): string;
};

/** `decode` gives the text of a run of tokens. Control tokens must not be pushed. */
export function createDetokenizer(decode: (tokens: readonly number[]) => string): Detokenizer {
  let window: number[] = [];
  let shown = '';
  const rest = () => decode(window).slice(shown.length);
  return {
    push(token) {
      window.push(token);
      const text = rest();
      if (text === '' || text.endsWith(replacement)) return '';
      // Only the last token is kept as context, so that the cost of a token does not grow with the reply.
      window = [token];
      shown = decode(window);
      if (shown.includes(replacement)) {
        window = [];
        shown = '';
      }
      return text;
    },
    flush() {
      const text = rest();
      window = [];
      shown = '';
      return text;
    },
  };
}
