/** Reads a one-rule GBNF grammar as llama.cpp documents it and says whether a text is in it. */
export function gbnfMatcher(grammar: string): (text: string) => boolean {
  const source = grammar.replace(/^root ::= /, '');
  let at = 0;
  let expression = '';
  while (at < source.length) {
    const character = source[at] ?? '';
    if (character === '"') {
      const [, inside = ''] = /^"((?:[^"\\]|\\.)*)"/.exec(source.slice(at)) ?? [];
      at += inside.length + 2;
      const text = inside.replace(/\\(.)/g, (_, name) => (name === 'n' ? '\n' : name === 't' ? '\t' : name));
      // Quoted text is one element: a repetition after it would hold for all of it.
      expression += `(?:${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')})`;
    } else if (character === '[') {
      const [all = ''] = /^\[(?:[^\]\\]|\\.)*\]/.exec(source.slice(at)) ?? [];
      at += all.length;
      expression += all;
    } else {
      if (!' ()|*+?'.includes(character)) throw new Error(`"${character}" is no GBNF at ${at}`);
      expression += character === ' ' ? '' : character;
      at += 1;
    }
  }
  const whole = new RegExp(`^(?:${expression})$`, 'u');
  return (text) => whole.test(text);
}
