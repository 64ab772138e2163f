import type { Size } from './size.ts';

/** How a question is asked (DeepSport Fig. 1): one pass over uniform frames; at most one look; looks until answered. */
export const modes = ['passive', 'single', 'iterative'] as const;
export type Mode = (typeof modes)[number];

/** What an engine may call between two turns. The first returns frames, the others text. */
export const toolNames = ['frame_extraction_tool', 'motion_profile', 'list_shots'] as const;
export type ToolName = (typeof toolNames)[number];

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
  /** What a tool answered in words. {call} {text} */
  readonly toolResult: string;
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
  /** The tools that it knows; none is offered in passive mode. */
  readonly tools: readonly ToolName[];
  /** Null where long clips are treated like any other. */
  readonly longClip: LongClip | null;
  readonly prompts: Prompts;
};

/** More but smaller frames for clips in which eight frames lie too far apart (FrameThinker; DeepSport §1.1). */
export type LongClip = {
  /** Clips longer than this, in real seconds. */
  readonly overSeconds: number;
  /** In place of `initialFrames` and `framesPerLook`. */
  readonly framesPerView: number;
  /** In place of the protocol's own: as many whole views as that allows. */
  readonly maxFrames: number;
  /** Frames are sent at most this large. */
  readonly maxSize: Size;
};

/** How a server keeps a reply to a form: the field of the request that it obeyed when it was tried. */
export const guidances = ['structured_outputs', 'guided_regex', 'regex', 'grammar', 'json_schema'] as const;
export type Guidance = (typeof guidances)[number];

/** What a server's model turned out to do when it was tried at connect; null where that could not be told. */
export type ServerCapabilities = {
  /** ISO 8601. */
  readonly measuredAt: string;
  /** Takes two pictures in one message. */
  readonly severalPictures: boolean | null;
  /** Writes a call of the frame-extraction tool when it is told how. */
  readonly toolCall: boolean | null;
  /** Takes a picture in the message after a call. */
  readonly pictureAfterCall: boolean | null;
  /** Sends a reply piece by piece. */
  readonly streaming: boolean | null;
  /**
   * `field`: apart from the reply; `tags`: as the model wrote it; `opened`: the prompt opens it, so that only its end
   * comes; `none`: it wrote no thought.
   */
  readonly thought: 'field' | 'tags' | 'opened' | 'none' | null;
  /** Null as well where it obeys none. */
  readonly guidance: Guidance | null;
  /** As the server tells it. */
  readonly contextTokens: number | null;
  /** Most pictures in one request, from what it said when it refused. */
  readonly mostPictures: number | null;
  /** Most pixels of one picture, from what it said when it refused. */
  readonly mostPixels: number | null;
};

/** Where a local engine computes and how fast, as measured on this machine. */
export type EngineSpeed = {
  /** Where frames are encoded: `CPU`, `WebGPU`, `CUDA`, `DirectML`, `Core ML`. */
  readonly visionDevice: string;
  /** Where text is read and written. */
  readonly decoderDevice: string;
  /** Tokens read in a second; null before anything was measured. */
  readonly promptTokensPerSecond: number | null;
  /** Tokens written in a second; null before anything was measured. */
  readonly tokensPerSecond: number | null;
  /** Memory that the key-value caches of all conversations take now, in bytes. */
  readonly cacheBytes: number;
  /** What they may take together before the longest unused one is put away. */
  readonly cacheLimitBytes: number;
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
  /** Null for a local engine, and for a server that was not tried yet or could not be. */
  readonly capabilities: ServerCapabilities | null;
  /** Null for a server, and for a local engine that is not open and was not measured before. */
  readonly speed: EngineSpeed | null;
  readonly protocol: EngineProtocol;
};

/** The size at which a frame of the given display size is sent, so that it is scaled exactly once. */
export type FrameSizer = (display: Size) => Size;
