import { Tokenizer } from '@huggingface/tokenizers';
import { modelIncomplete, parseModelJson } from './read-model-file.ts';

/** Text to tokens and back. Control tokens are the dialogue's structure: never made from text, never shown. */
export type TextCodec = {
  /** Tokens of text that may hold control tokens, as a rendered template does. */
  encode(text: string): readonly number[];
  decode(tokens: readonly number[]): string;
  isControl(token: number): boolean;
  /** The text with every control token in it broken up, so that a question cannot forge a turn or a picture. */
  defuse(text: string): string;
  tokenText(token: number): string | undefined;
};

export async function loadTextCodec(folder: string, controlTokens: readonly number[]): Promise<TextCodec> {
  const definition = await parseModelJson(folder, 'tokenizer.json');
  const config = await parseModelJson(folder, 'tokenizer_config.json');
  let tokenizer: Tokenizer;
  try {
    tokenizer = new Tokenizer(definition as object, config as object);
  } catch (cause) {
    throw modelIncomplete(folder, 'tokenizer.json', 'tokenizer.json holds no usable tokenizer', cause);
  }
  const control = new Set(controlTokens);
  for (const [token, { content, special }] of tokenizer.get_added_tokens_decoder()) {
    if (special && /^<\|.*\|>$/.test(content)) control.add(token);
  }
  const controlTexts = [...control].flatMap((token) => tokenizer.id_to_token(token) ?? []);
  return {
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    decode(tokens) {
      // A vocabulary padded to a round size has tokens without text.
      const known = tokens.filter((token) => tokenizer.id_to_token(token) !== undefined);
      return known.length === 0 ? '' : tokenizer.decode(known, { skip_special_tokens: false });
    },
    isControl: (token) => control.has(token),
    defuse(text) {
      let safe = text;
      for (const token of controlTexts)
        safe = safe.replaceAll(token, `${token.slice(0, 1)} ${token.slice(1)}`);
      return safe;
    },
    tokenText: (token) => tokenizer.id_to_token(token),
  };
}
