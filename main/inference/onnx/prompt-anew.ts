import type { UserMessage } from '../vision-language-model.ts';
import type { PromptBuilder, PromptTokens } from './prompt-builder.ts';

/**
 * A turn of a conversation: what was asked, and the tokens that the model wrote, its end token included; or its text,
 * where only that was kept.
 */
export type PastTurn = { readonly message: UserMessage; readonly reply: readonly number[] | string };

/** A whole conversation up to the place of the next reply, token for token as it was computed turn by turn. */
export function promptAnew(
  prompts: PromptBuilder,
  system: string,
  turns: readonly PastTurn[],
  message: UserMessage,
): PromptTokens {
  const messages = [...turns.map((turn) => turn.message), message];
  const replies = turns.map(({ reply }) => (typeof reply === 'string' ? prompts.written(reply) : reply));
  const parts = messages.map((asked, i) => {
    const before = replies[i - 1];
    const prompt = before ? prompts.next(system, before.at(-1) ?? 0, asked) : prompts.first(system, asked);
    // The prompt of the next turn begins with the reply's last token.
    const written = replies[i]?.slice(0, -1) ?? [];
    return { tokens: [...prompt.tokens, ...written], frames: prompt.frames };
  });
  return { tokens: parts.flatMap(({ tokens }) => tokens), frames: parts.flatMap(({ frames }) => frames) };
}
