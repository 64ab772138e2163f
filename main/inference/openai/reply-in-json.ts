const opening = /^\s*\{\s*"reply"\s*:\s*"/;
/** What may still become the opening. */
const begins = /^\s*(\{\s*("(r(e(p(l(y("\s*(:\s*)?)?)?)?)?)?)?)?)?$/;
const names: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Takes a reply out of `{"reply": "…"}` while it is written; what is no such object passes as it is. */
export function createReplyInJson(): { add(text: string): string } {
  let at: 'opening' | 'inside' | 'after' | 'plain' = 'opening';
  let held = '';
  return {
    add(text) {
      held += text;
      if (at === 'opening') {
        const [found] = opening.exec(held) ?? [];
        if (found === undefined && begins.test(held)) return '';
        at = found === undefined ? 'plain' : 'inside';
        held = held.slice(found?.length ?? 0);
      }
      let taken = '';
      if (at === 'plain') {
        taken = held;
        held = '';
      }
      while (at === 'inside' && held !== '') {
        const [whole, named, code] = /^\\(?:([^u])|u([0-9a-fA-F]{4}))/.exec(held) ?? [];
        if (held.startsWith('\\') && whole === undefined) break;
        if (held.startsWith('"')) at = 'after';
        else if (code !== undefined) taken += String.fromCharCode(Number.parseInt(code, 16));
        else taken += named === undefined ? held.charAt(0) : (names[named] ?? named);
        held = held.slice(whole?.length ?? 1);
      }
      return taken;
    },
  };
}
