import type { FrameRange } from './frame-range.ts';

/** A frame or a range that a text names, and where its numbers stand. */
export type FrameMention = {
  /** `start` and `end` are equal for a single frame. */
  readonly range: FrameRange;
  /** Written as arguments of a tool: asked for, not claimed. */
  readonly isCall: boolean;
  readonly numbers: readonly FrameNumber[];
};

/** A frame's number in a text: its digits begin at character `at` and are `length` long. */
export type FrameNumber = { readonly frame: number; readonly at: number; readonly length: number };

const anchor =
  /\bbetween\s+(?:frames?\s+)?|\bframes?\b\s*(?:numbers?\b|nos?\.|#)?\s*(?:from\s+)?|\b(?:frame_extraction_tool|motion_profile)\s*\(\s*/giu;
// Not a dive number (5253B), a decimal, or a count of something (3 times, 2 seconds).
const number =
  /#?(\d{1,9})(?![\p{L}\d%])(?!\.\d)(?!\s*%)(?![^\S\n]+(?:times?|frames?|s|secs?|seconds?|ms)\b)/uy;
const through = /\s*(?:[-–—−‒~]|\.\.\.?|…|\b(?:to|through|until|till)\b)\s*(?:frames?\b\s*)?/iuy;
const throughOrAnd = /\s*(?:[-–—−‒~&]|\b(?:and|to)\b)\s*(?:frames?\b\s*)?/iuy;
const comma = /\s*,\s*/uy;
const next = /\s*(?:,\s*(?:and|or)\b|,|;|&|\/|\b(?:and|or)\b)\s*/iuy;
/** "between 2 and 3 somersaults" speaks of no frames. */
const countedThing =
  /\s+(?:half|somersaults?|twists?|turns?|m|met(?:re|er)s?|degrees?|points?|divers?|judges?)\b/iuy;

/**
 * Every frame and range that a text names: `frame 35`, `frames 35–59`, `frames 12, 14 and 16`,
 * `between 46 and 69`, `frame_extraction_tool(35, 59)`; the one rule of what names a frame, for checks and chips.
 * A number without such a word before it is not taken for one: scores and dates look the same.
 */
export function frameMentions(text: string): readonly FrameMention[] {
  const mentions: FrameMention[] = [];
  let at = 0;
  for (const match of text.matchAll(anchor)) {
    // The second "frame" of "frame 12 to frame 30" is read already.
    if (match.index < at) continue;
    const word = match[0].toLowerCase();
    const isBracket = word.startsWith('between');
    const isCall = word.trimEnd().endsWith('(');
    const isList = word.startsWith('frames');
    const joint = isBracket ? throughOrAnd : isCall ? comma : through;
    at = match.index + match[0].length;
    for (;;) {
      const read = readRange(text, at, joint);
      if (!read) break;
      const { numbers, end } = read;
      at = end;
      const isCount = !word.includes('frame') && matchAt(countedThing, text, end) !== undefined;
      // "between 46 …" alone brackets nothing.
      if (!isBracket || (numbers.length === 2 && !isCount)) {
        mentions.push({ range: spanOf(numbers), isCall, numbers });
      }
      // "at frame 61, 2 seconds later": only the plural goes on.
      const separator = isList ? matchAt(next, text, at) : undefined;
      if (!separator) break;
      at = separator.end;
    }
  }
  return mentions;
}

function readRange(text: string, from: number, joint: RegExp) {
  const first = readNumber(text, from);
  if (!first) return undefined;
  const joined = matchAt(joint, text, first.end);
  const second = joined && readNumber(text, joined.end);
  return second
    ? { numbers: [first.number, second.number], end: second.end }
    : { numbers: [first.number], end: first.end };
}

function readNumber(text: string, from: number) {
  const found = matchAt(number, text, from);
  if (!found) return undefined;
  const digits = found.match[1] ?? '';
  const at = found.end - digits.length;
  return { number: { frame: Number(digits), at, length: digits.length }, end: found.end };
}

const spanOf = (numbers: readonly FrameNumber[]): FrameRange => {
  const frames = numbers.map(({ frame }) => frame);
  return { start: Math.min(...frames), end: Math.max(...frames) };
};

function matchAt(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match ? { match, end: pattern.lastIndex } : undefined;
}
