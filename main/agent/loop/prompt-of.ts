import type { Step, TurnPrompt } from '#common/domain/index.ts';
import type { MessagePart } from '#main/inference/vision-language-model.ts';
import type { OpenConversation } from './run-context.ts';

/** A message as words, for the record: what the engine was told, and where the pictures stood. */
export function promptOf(
  steps: readonly Step[],
  { protocol }: Pick<OpenConversation, 'protocol'>,
  parts: readonly MessagePart[],
): TurnPrompt {
  const text = parts.map(wordsOf).join('');
  const { system } = protocol.prompts;
  const told = steps.findLast((step) => step.kind === 'turn' && step.prompt?.system !== undefined);
  const isKnown = told?.kind === 'turn' && told.prompt?.system === system;
  return isKnown ? { text } : { system, text };
}

const wordsOf = (part: MessagePart): string =>
  part.type === 'text' ? part.text : `[frame ${part.frame.index}, ${part.frame.width}×${part.frame.height}]`;
