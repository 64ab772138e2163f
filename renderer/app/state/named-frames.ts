import { frameMentions } from '#common/domain/index.ts';

/** A stretch of a text: plain words, or a number that names a frame. */
export type TextSegment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'frame'; readonly text: string; readonly frame: number };

/** A thought or an answer as words and frame numbers, so that each number can be a chip. */
export function segmentText(text: string, frameCount: number): readonly TextSegment[] {
  const segments: TextSegment[] = [];
  let at = 0;
  const push = (end: number) => {
    if (end > at) segments.push({ kind: 'text', text: text.slice(at, end) });
    at = end;
  };
  for (const { frame, at: start, length } of frameMentions(text).flatMap(({ numbers }) => numbers)) {
    if (frame >= frameCount) continue;
    push(start);
    at = start + length;
    segments.push({ kind: 'frame', text: text.slice(start, at), frame });
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
