import type { Action, FrameRange } from '#common/domain/index.ts';

/** A tool call in the first written form of DeepSport §1.1. */
const writeLook = ({ start, end }: FrameRange): string =>
  `<tool_call>frame_extraction_tool(${start}, ${end})</tool_call>`;

/** A well-formed reply: the inverse of `parseReply` for a thought and an answer without tags. */
export const writeReply = (thought: string, action: Action): string =>
  `<think>${thought}</think>${
    action.kind === 'look' ? writeLook(action.range) : `<answer>${action.text}</answer>`
  }`;
