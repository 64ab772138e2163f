/** A stretch of a text: plain words, or a number that names a frame. */
export type TextSegment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'frame'; readonly text: string; readonly frame: number };

const number = String.raw`\d{1,7}(?!\d)`;
const joint = String.raw`(?:\s*(?:–|-|—|,|\/|&|and|to|through|until|or)\s*)`;
/**
 * `frame 35`, `frames 35, 36 and 40`, `frames 35–59`, `between 46 and 69`, `frame_extraction_tool(35, 59)`.
 * A number followed by a unit (`12 frames`, `3 s`) counts something and names no frame.
 */
const mention = new RegExp(
  String.raw`(?:\bframes?\b\s*(?:numbers?\s*|nos?\.?\s*|#\s*|from\s+)?|\bbetween\s+(?:frames?\s+)?|frame_extraction_tool\(\s*)` +
    String.raw`(${number}(?:${joint}(?:frames?\s+)?${number}(?!\s*(?:frames\b|s\b|seconds\b|ms\b|%|\.\d)))*)`,
  'gi',
);

/** A thought or an answer as words and frame numbers, so that each number can be a chip. */
export function segmentText(text: string, frameCount: number): readonly TextSegment[] {
  const segments: TextSegment[] = [];
  let at = 0;
  const push = (end: number) => {
    if (end > at) segments.push({ kind: 'text', text: text.slice(at, end) });
    at = end;
  };
  for (const found of text.matchAll(mention)) {
    const list = found[1] ?? '';
    const listStart = found.index + found[0].length - list.length;
    for (const digits of list.matchAll(/\d+/g)) {
      const frame = Number(digits[0]);
      if (frame >= frameCount) continue;
      const start = listStart + digits.index;
      push(start);
      at = start + digits[0].length;
      segments.push({ kind: 'frame', text: digits[0], frame });
    }
  }
  push(text.length);
  return segments;
}

/** The frames a text names, in its order, without repeats. */
export const namedFrames = (text: string, frameCount: number): readonly number[] => [
  ...new Set(
    segmentText(text, frameCount).flatMap((segment) => (segment.kind === 'frame' ? [segment.frame] : [])),
  ),
];
