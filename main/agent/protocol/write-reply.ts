import type { Action } from '#common/domain/index.ts';
import { writeCall } from './write-call.ts';

/**
 * A well-formed reply: the inverse of `parseReply` for a thought and an answer without tags. A call is written in the
 * first form of DeepSport §1.1.
 */
export const writeReply = (thought: string, action: Action): string =>
  `<think>${thought}</think>${
    action.kind === 'answer'
      ? `<answer>${action.text}</answer>`
      : `<tool_call>${writeCall(action)}</tool_call>`
  }`;
