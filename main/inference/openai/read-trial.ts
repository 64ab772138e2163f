import type OpenAI from 'openai';
import type { ThoughtDelta } from './read-stream.ts';

/** A reply as the server sent it, nothing folded. */
export type TrialReply = {
  readonly content: string;
  readonly reasoning: string;
  readonly calls: number;
  readonly pieces: number;
  /** False where it was cut off at the token limit. */
  readonly finished: boolean;
};

export async function readTrial(
  chunks: AsyncIterable<OpenAI.Chat.ChatCompletionChunk>,
  maxTokens: number,
): Promise<TrialReply> {
  let content = '';
  let reasoning = '';
  let pieces = 0;
  let finished = false;
  const calls = new Set<number>();
  for await (const { choices } of chunks) {
    const choice = Array.isArray(choices) ? choices[0] : undefined;
    const delta: ThoughtDelta | undefined = choice?.delta;
    const thought = delta?.reasoning_content || delta?.reasoning || '';
    const text = delta?.content ?? '';
    if (thought !== '' || text !== '') pieces += 1;
    reasoning += thought;
    content += text;
    for (const { index } of delta?.tool_calls ?? []) calls.add(index);
    if (choice?.finish_reason) finished = choice.finish_reason !== 'length';
    // Not every server keeps to its limit.
    if (pieces > maxTokens + 64) break;
  }
  return { content, reasoning, calls: calls.size, pieces, finished };
}
