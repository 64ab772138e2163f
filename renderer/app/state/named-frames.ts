import { type FrameRange, frameMentions } from '#common/domain/index.ts';

type Words = { readonly kind: 'text'; readonly text: string };

/** A stretch of a text: plain words, or a number that names a frame. */
type TextSegment = Words | { readonly kind: 'frame'; readonly text: string; readonly frame: number };

/** The same with each range in one piece. */
type RangeSegment = Words | { readonly kind: 'range'; readonly text: string; readonly range: FrameRange };

/** A thought or an answer as words and frame numbers, so that each number can be a chip. */
export const segmentText = (text: string, frameCount: number): readonly TextSegment[] =>
  segment(
    text,
    frameMentions(text).flatMap(({ numbers }) =>
      numbers.map(({ frame, at, length }) => ({ at, end: at + length, last: frame, frame })),
    ),
    frameCount,
    (written, { frame }) => ({ kind: 'frame', text: written, frame }),
  );

/** What a tool told as words and ranges of frames, so that each range can be a chip. */
export const segmentRanges = (text: string, frameCount: number): readonly RangeSegment[] =>
  segment(
    text,
    frameMentions(text).flatMap(({ range, numbers }) => {
      const [first, last] = [numbers[0], numbers.at(-1)];
      return first && last ? [{ at: first.at, end: last.at + last.length, last: range.end, range }] : [];
    }),
    frameCount,
    (written, { range }) => ({ kind: 'range', text: written, range }),
  );

type Piece = { readonly at: number; readonly end: number; readonly last: number };
/** The text with its pieces cut out; a piece whose last frame the clip does not have stays words. */
function segment<P extends Piece, S>(
  text: string,
  pieces: readonly P[],
  frameCount: number,
  show: (written: string, piece: P) => S,
): readonly (Words | S)[] {
  const segments: (Words | S)[] = [];
  let at = 0;
  const pushWords = (end: number) => {
    if (end > at) segments.push({ kind: 'text', text: text.slice(at, end) });
    at = end;
  };
  for (const piece of pieces.filter(({ last }) => last < frameCount)) {
    pushWords(piece.at);
    at = piece.end;
    segments.push(show(text.slice(piece.at, piece.end), piece));
  }
  pushWords(text.length);
  return segments;
}

/** The frames a text names, in its order, without repeats. */
export const namedFrames = (text: string, frameCount: number): readonly number[] => [
  ...new Set(segmentText(text, frameCount).flatMap((each) => (each.kind === 'frame' ? [each.frame] : []))),
];
