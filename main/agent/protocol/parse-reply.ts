import type { Action, ToolName } from '#common/domain/index.ts';
import { readCall } from './read-call.ts';

/** A reply taken apart. */
export type ParsedReply = {
  /** What was thought, without tags; a reply without any tag is all thought. */
  readonly thought: string;
  /** The first action written, where one can be read. A call's range is as written: reversed or outside too. */
  readonly action: Action | null;
  /** One sentence on what breaks the form, for the engine and for people; null for a well-formed reply. */
  readonly problem: string | null;
};

const tags = {
  thinkOpen: '<think>',
  thinkClose: '</think>',
  callOpen: '<tool_call>',
  callClose: '</tool_call>',
  answerOpen: '<answer>',
  answerClose: '</answer>',
} as const;

/** A reply ends after the first of these: what a model writes after its action was written without seeing more. */
export const stopStrings: readonly string[] = [tags.callClose, tags.answerClose];

/**
 * Reads `<think>…</think>` and one action (DeepSport §1.1). Never throws, whatever the text, and takes time
 * linear in its length. Where more than one action is written the first counts, as if the reply had stopped there.
 * `offered` are the tools that the problem of an unknown one names; a known tool is read, offered or not.
 */
export function parseReply(text: string, offered: readonly ToolName[]): ParsedReply {
  const close = text.indexOf(tags.thinkClose);
  const afterThought = close < 0 ? 0 : close + tags.thinkClose.length;
  const at = firstAction(text, afterThought) ?? firstAction(text, 0);
  const thought = readThought(text, at);
  if (at === undefined) {
    return { thought, action: null, problem: withoutAction(text) };
  }
  const { action, problem, end } = readAction(text, at, offered);
  return { thought, action, problem: problem ?? formProblem(text, at, end) };
}

/**
 * The answer that a reply without a readable action still holds: what follows the thought, or the whole text
 * where there is no tag at all. Null when only a thought or a tool call is there.
 */
export function salvageAnswer(text: string): string | null {
  if (text.includes(tags.callOpen)) return null;
  const close = text.lastIndexOf(tags.thinkClose);
  if (close < 0 && text.includes(tags.thinkOpen)) return null;
  const rest = close < 0 ? text : text.slice(close + tags.thinkClose.length);
  const answer = withoutTags(rest).trim();
  return answer === '' ? null : answer;
}

function firstAction(text: string, from: number): number | undefined {
  const places = [text.indexOf(tags.callOpen, from), text.indexOf(tags.answerOpen, from)];
  const found = places.filter((place) => place >= 0);
  return found.length === 0 ? undefined : Math.min(...found);
}

function readThought(text: string, action: number | undefined): string {
  const open = text.indexOf(tags.thinkOpen);
  const start = open < 0 ? 0 : open + tags.thinkOpen.length;
  const close = text.indexOf(tags.thinkClose, start);
  const ends = [close, action ?? -1].filter((end) => end >= start);
  return withoutTags(text.slice(start, ends.length === 0 ? text.length : Math.min(...ends))).trim();
}

type ReadAction = { readonly action: Action | null; readonly problem: string | null; readonly end: number };

function readAction(text: string, at: number, offered: readonly ToolName[]): ReadAction {
  const isCall = text.startsWith(tags.callOpen, at);
  const [open, closing] = isCall ? [tags.callOpen, tags.callClose] : [tags.answerOpen, tags.answerClose];
  const start = at + open.length;
  const close = text.indexOf(closing, start);
  const end = close < 0 ? text.length : close + closing.length;
  const content = text.slice(start, close < 0 ? text.length : close);
  const unclosed = close < 0 ? `The tag ${closing} is missing.` : null;
  if (isCall) {
    const reading = readCall(content, offered);
    if ('problem' in reading) return { action: null, problem: unclosed ?? reading.problem, end };
    return { action: reading.call, problem: unclosed, end };
  }
  const answer = withoutTags(content).trim();
  if (answer === '') return { action: null, problem: unclosed ?? 'The answer is empty.', end };
  return { action: { kind: 'answer', text: answer }, problem: unclosed, end };
}

function formProblem(text: string, action: number, end: number): string | null {
  const before = text.slice(0, action).trim();
  const after = text.slice(end);
  if (firstAction(after, 0) !== undefined) {
    return 'There is more than one action; write exactly one call or one answer.';
  }
  if (after.includes(tags.thinkOpen)) return 'The thought must come before the action.';
  if (!before.includes(tags.thinkOpen) || !before.includes(tags.thinkClose)) {
    return 'The thought must stand between <think> and </think>, before the action.';
  }
  for (const tag of Object.values(tags)) {
    if (text.split(tag, 3).length > 2) return `The tag ${tag} is written more than once.`;
  }
  if (!before.startsWith(tags.thinkOpen) || !before.endsWith(tags.thinkClose) || after.trim() !== '') {
    return 'There is text outside the thought and the action.';
  }
  const isCall = text.startsWith(tags.callOpen, action);
  const stray = isCall ? [tags.answerOpen, tags.answerClose] : [tags.callOpen, tags.callClose];
  const found = stray.find((tag) => text.includes(tag));
  return found ? `The tag ${found} does not belong here.` : null;
}

const withoutAction = (text: string): string =>
  text.trim() === ''
    ? 'The reply is empty.'
    : 'There is no action: neither a call in <tool_call>…</tool_call> nor an answer in <answer>…</answer>.';

function withoutTags(text: string): string {
  let rest = text;
  for (const tag of Object.values(tags)) rest = rest.replaceAll(tag, '');
  return rest;
}
