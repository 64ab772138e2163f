import type OpenAI from 'openai';
import { createReplyText } from '../reply-text.ts';
import { createReplyInJson } from './reply-in-json.ts';
import type { Watchdog } from './watchdog.ts';

type Chunk = OpenAI.Chat.ChatCompletionChunk;

export type StreamLimits = {
  readonly stop: readonly string[];
  readonly maxTokens: number;
  /** The reply stands in the one string of a JSON object. */
  readonly inJson: boolean;
  /** The prompt ends with the opening tag of the thought, so that it is not written again. */
  readonly opened: boolean;
  /** Longest silence between two pieces. */
  readonly idleMilliseconds: number;
};

export type StreamEnd = {
  readonly text: string;
  /** Null when the stream ended without saying why. */
  readonly finish: 'stop' | 'length' | null;
  readonly usage: OpenAI.CompletionUsage | null;
  /** True when the server went on past every limit and was cut off. */
  readonly runaway: boolean;
  /** False when not a single well-formed piece came. */
  readonly understood: boolean;
};

/** After the reply is complete the usage may still follow; it is not worth waiting longer than this. */
const graceMilliseconds = 1500;
const graceChunks = 64;

/**
 * Reads a streamed completion to its end, yields the text as it comes and returns the whole. Reasoning in a field
 * of its own becomes `<think>…</think>`; parsed tool calls become their text form. A stop string ends the reply
 * here and not on the server, which would cut it off the text.
 */
export async function* readStream(
  chunks: AsyncIterable<Chunk>,
  limits: StreamLimits,
  watchdog: Watchdog,
): AsyncGenerator<string, StreamEnd> {
  const fold = createFold(limits);
  const reply = createReplyText(limits.stop);
  let finish: 'stop' | 'length' | null = null;
  let usage: OpenAI.CompletionUsage | null = null;
  let pieces = 0;
  let after = 0;
  let understood = false;
  let runaway = false;

  const append = function* (addition: string): Generator<string> {
    const delta = reply.append(finish === null ? addition : '');
    if (reply.stopped) finish ??= 'stop';
    if (delta !== '') yield delta;
  };

  try {
    for await (const chunk of chunks) {
      if (chunk.usage) usage = chunk.usage;
      const choice = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
      understood ||= choice !== undefined;
      if (choice?.delta) {
        const addition = fold.add(choice.delta);
        if (addition !== '') pieces += 1;
        yield* append(addition);
      }
      if (choice?.finish_reason) {
        yield* append(fold.close());
        finish ??= choice.finish_reason === 'length' ? 'length' : 'stop';
      }
      if (finish === null && isTooMuch(pieces, reply.text.length, limits.maxTokens)) {
        finish = 'length';
        runaway = true;
      }
      if (finish !== null) {
        if (after++ === 0) watchdog.expect('the end of its answer', graceMilliseconds);
      } else if (pieces > 0) {
        // Before its first text a server may be working through the pictures, whatever it sends meanwhile.
        watchdog.expect('more of its answer', limits.idleMilliseconds);
      }
      if (runaway || (finish !== null && (usage !== null || after > graceChunks))) break;
    }
  } catch (error) {
    if (finish === null) throw error;
  }
  yield* append(fold.close());
  return { text: reply.text, finish, usage, runaway, understood };
}

/** A piece holds at least one token, and a token hardly more than a few characters. */
const isTooMuch = (pieces: number, characters: number, maxTokens: number): boolean =>
  pieces > maxTokens + 64 || characters > maxTokens * 32 + 1024;

export type ThoughtDelta = Chunk['choices'][number]['delta'] & {
  readonly reasoning_content?: string | null;
  readonly reasoning?: string | null;
};

/** transformers' server sends the end of a turn as text when it comes within a thought. */
const withoutSpecial = (piece: string | null | undefined): string =>
  piece && /^<\|\w+\|>$/.test(piece) ? '' : (piece ?? '');

function createFold({ inJson, opened }: Pick<StreamLimits, 'inJson' | 'opened'>): {
  add(delta: ThoughtDelta): string;
  close(): string;
} {
  const json = inJson ? createReplyInJson() : null;
  let thinking = false;
  let begun = false;
  const calls: { name: string; arguments: string }[] = [];
  const endThought = () => {
    const end = thinking ? '</think>' : '';
    thinking = false;
    return end;
  };
  return {
    add(delta) {
      let text = '';
      const thought = withoutSpecial(delta.reasoning_content || delta.reasoning);
      const sent = withoutSpecial(delta.content);
      const content = json ? json.add(sent) : sent;
      if (thought) {
        text += thinking ? thought : `<think>${thought}`;
        thinking = true;
      }
      if (content) {
        if (opened && !begun && !/^\s*<think/.test(content)) text += '<think>';
        begun = true;
        text += endThought() + content;
      }
      for (const part of delta.tool_calls ?? []) {
        calls[part.index] ??= { name: '', arguments: '' };
        const call = calls[part.index];
        if (!call) continue;
        call.name += part.function?.name ?? '';
        call.arguments += part.function?.arguments ?? '';
      }
      return text;
    },
    close() {
      const written = calls
        .splice(0)
        .map(
          ({ name, arguments: json }) =>
            `<tool_call>{"name":${JSON.stringify(name)},"arguments":${json || '{}'}}</tool_call>`,
        );
      return endThought() + written.join('');
    },
  };
}
