import type { FrameRange } from '#common/domain/index.ts';

/** Frames named in a text: `start` and `end` are equal for a single frame. */
export type FrameMention = FrameRange;

const anchor = /\bframes?\b\s*(?:numbers?\b|nos?\.|#)?\s*/giu;
// Not a dive number (5253B), a decimal, or a count of something (3 times, 2 seconds).
const number = /#?(\d{1,9})(?![\p{L}\d%])(?!\.\d)(?!\s+(?:times?|frames?|s|secs?|seconds?|ms)\b)/uy;
const through = /\s*(?:[-–—−‒~]|\.\.\.?|…|\b(?:to|through|until|till)\b)\s*(?:frames?\b\s*)?/iuy;
const next = /\s*(?:,\s*(?:and|or)\b|,|;|&|\b(?:and|or)\b)\s*/iuy;

/**
 * Every frame and range that a text names: `frame 35`, `frames 35–59`, `frame 35 to 59`, `frames 12, 14 and 16`.
 * A number or range without the word "frame" before it is not taken for one: scores and dates look the same.
 */
export function frameMentions(text: string): readonly FrameMention[] {
  const mentions: FrameMention[] = [];
  let at = 0;
  for (const match of text.matchAll(anchor)) {
    // The second "frame" of "frame 12 to frame 30" is read already.
    if (match.index < at) continue;
    const plural = /^frames/iu.test(match[0]);
    at = match.index + match[0].length;
    for (;;) {
      const first = matchAt(number, text, at);
      if (!first) break;
      at = first.end;
      const joint = matchAt(through, text, at);
      const second = joint ? matchAt(number, text, joint.end) : undefined;
      if (second) at = second.end;
      const ends = [first.value, second?.value ?? first.value];
      mentions.push({ start: Math.min(...ends), end: Math.max(...ends) });
      // "at frame 61, 2 seconds later": only the plural goes on.
      const separator = plural ? matchAt(next, text, at) : undefined;
      if (!separator) break;
      at = separator.end;
    }
  }
  return mentions;
}

function matchAt(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match ? { value: Number(match[1] ?? Number.NaN), end: pattern.lastIndex } : undefined;
}
