/** A reply while it is being written. */
export type LiveReply = {
  readonly thought: string;
  /** What comes after the thought: a look, an answer with its text so far, or nothing yet. */
  readonly doing: 'thinking' | 'looking' | 'answering';
  readonly answer: string;
};

/** Takes thought and answer out of an unfinished reply; a tag that is cut off at its end is left out. */
export function readLiveReply(raw: string): LiveReply {
  const text = raw.replace(/<\/?[a-z_]*$/i, '');
  const think = /<think>([\s\S]*?)(?:<\/think>|$)/.exec(text);
  const answer = /<answer>([\s\S]*?)(?:<\/answer>|$)/.exec(text);
  const looking = /<tool_call>/.test(text);
  const before = text.replace(/<(?:tool_call|answer)>[\s\S]*$/, '');
  return {
    thought: (think?.[1] ?? before.replace(/<\/?think>/g, '')).trim(),
    doing: answer ? 'answering' : looking ? 'looking' : 'thinking',
    answer: (answer?.[1] ?? '').trim(),
  };
}
