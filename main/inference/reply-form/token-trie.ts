/** The vocabulary by its characters, so that what may follow is found without trying every token. */
export type TokenTrie = {
  readonly tokens: number[];
  readonly children: Map<string, TokenTrie>;
};

/** `texts[token]` is what a token writes; undefined or empty for one that must not come out. */
export function buildTokenTrie(texts: readonly (string | undefined)[]): TokenTrie {
  const root: TokenTrie = { tokens: [], children: new Map() };
  for (const [token, text] of texts.entries()) {
    if (text === undefined || text === '') continue;
    let node = root;
    for (const character of text) {
      let child = node.children.get(character);
      if (!child) {
        child = { tokens: [], children: new Map() };
        node.children.set(character, child);
      }
      node = child;
    }
    node.tokens.push(token);
  }
  return root;
}
