import type { Size } from './size.ts';

/** How a question is asked (DeepSport Fig. 1): one pass over uniform frames; at most one look; looks until answered. */
export const modes = ['passive', 'single', 'iterative'] as const;
export type Mode = (typeof modes)[number];

/**
 * What an engine is told, word for word. Placeholders in braces:
 * `question`: {question} {frameCount} {lastFrame}; `passive`: the same; `look`: {first} {last} {count}.
 */
export type Prompts = {
  readonly system: string;
  /** After the initial frames. */
  readonly question: string;
  /** In place of `question` when no tool may be called. */
  readonly passive: string;
  /** Before the frames of a look; may be empty. */
  readonly look: string;
  /** Before the frames of a look chosen by the analyst; may be empty. */
  readonly analystLook: string;
  /** Appended to the last turn allowed. */
  readonly answerOnly: string;
  /** Sent once when a reply does not follow the protocol. {problem} */
  readonly repair: string;
};

/** How the agent loop talks to an engine; its defaults are those of the paper. */
export type EngineProtocol = {
  readonly initialFrames: number;
  readonly framesPerLook: number;
  readonly passiveFrames: number;
  readonly maxTurns: number;
  /** All frames of a trajectory together. */
  readonly maxFrames: number;
  /** Text before each picture; {index} is the frame number, {slot} its rank among the frames sent. */
  readonly frameLabel: string;
  readonly maxAnswerTokens: number;
  readonly prompts: Prompts;
};

/** What the interface says of an engine next to every answer. */
export type EngineCard = {
  readonly id: string;
  readonly name: string;
  readonly adapter: 'onnx' | 'openai' | 'scripted';
  readonly family: string;
  /** One sentence on what it is and what it is not. */
  readonly summary: string;
  readonly knows: readonly string[];
  readonly declines: readonly string[];
  /** Where it computes: `CPU`, `WebGPU`, `server`. */
  readonly device: string;
  /** False when frames leave this machine. */
  readonly local: boolean;
  readonly contextTokens: number;
  /** SHA-256 over the weights; null for a server. */
  readonly weightsSha256: string | null;
  readonly licence: string | null;
  readonly protocol: EngineProtocol;
};

/** The size at which a frame of the given display size is sent, so that it is scaled exactly once. */
export type FrameSizer = (display: Size) => Size;
