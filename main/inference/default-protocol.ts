import {
  type EngineProtocol,
  type LongClip,
  type Size,
  type ToolName,
  toolNames,
} from '#common/domain/index.ts';
import { defaultPrompts } from './default-prompts.ts';

/** Frames are sent at most this large, aspect kept, never enlarged (DeepSport v1). */
export const largestFrame: Size = { width: 640, height: 360 };

/** The paper's 12 800 tokens for a trajectory, shared among its 5 turns. */
const tokensPerTurn = 2560;

/** FrameThinker, which DeepSport builds on; five whole views, as the protocol's own 40 frames are five of eight. */
const longClip: LongClip = {
  overSeconds: 300,
  framesPerView: 12,
  maxFrames: 60,
  maxSize: { width: 448, height: 252 },
};

/** The loop of the paper (DeepSport §3; frames per look and turns as in FrameThinker) for a model without a card. */
export function defaultProtocol(
  contextTokens: number,
  tools: readonly ToolName[] = toolNames,
): EngineProtocol {
  return {
    initialFrames: 8,
    framesPerLook: 8,
    passiveFrames: 16,
    maxTurns: 5,
    maxFrames: 40,
    frameLabel: 'frame {index}:',
    maxAnswerTokens: Math.max(16, Math.min(tokensPerTurn, Math.floor(contextTokens / 4))),
    tools,
    longClip,
    prompts: defaultPrompts(tools),
  };
}
