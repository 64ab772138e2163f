import type { Frame } from '#common/domain/index.ts';

/** What stands at each place of a prompt: a token, or the picture that covers it. Equal marks mean an equal cache. */
export type PromptMarks = readonly (number | string)[];

/** Marks of tokens in which pictures already take all of their places, `places` for each of the frames in order. */
export function promptMarks(
  tokens: readonly number[],
  imageToken: number,
  frames: readonly Frame[],
  places: (frame: Frame) => number,
): PromptMarks {
  const marks: (number | string)[] = [...tokens];
  let at = 0;
  for (const frame of frames) {
    at = tokens.indexOf(imageToken, at);
    const end = at + places(frame);
    marks.fill(`${frame.sha256} ${frame.width}x${frame.height}`, at, end);
    at = end;
  }
  return marks;
}

/** How many places two prompts have in common from their beginning. */
export function commonLength(a: PromptMarks, b: PromptMarks): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
}

/** How many places there are up to the end of the last picture; 0 without one. */
export const endOfLastPicture = (marks: PromptMarks): number =>
  marks.findLastIndex((mark) => typeof mark === 'string') + 1;
