import type { ServerTurn } from './request-messages.ts';

/** Pixels of one picture token in the Qwen2.5-VL family; other families are of the same order. */
const pixelsPerToken = 28 * 28;

/**
 * Tokens of a conversation without the server's tokenizer: `likely` for display, `atLeast` low enough that
 * what exceeds a context by it cannot fit.
 */
export function estimateTokens(
  system: string,
  turns: readonly ServerTurn[],
): { readonly likely: number; readonly atLeast: number } {
  let characters = system.length;
  let pixels = 0;
  for (const { message, reply } of turns) {
    characters += reply?.length ?? 0;
    for (const part of message.parts) {
      if (part.type === 'text') characters += part.text.length;
      else pixels += part.frame.width * part.frame.height;
    }
  }
  const pictureTokens = Math.ceil(pixels / pixelsPerToken);
  return { likely: Math.ceil(characters / 4) + pictureTokens, atLeast: Math.floor(characters / 10) };
}
