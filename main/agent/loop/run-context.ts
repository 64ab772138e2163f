import type { EngineProtocol, Mode, Size } from '#common/domain/index.ts';
import type { Conversation, VisionLanguageModel } from '#main/inference/vision-language-model.ts';
import type { Clock } from '#main/platform/index.ts';
import type { ClipAnalyser, VideoService } from '#main/video/index.ts';
import type { Interjections } from './interjections.ts';
import type { OpenClip } from './open-clip.ts';
import type { Recorder } from './recorder.ts';

/** What every part of one run shares. */
export type RunContext = {
  readonly clip: OpenClip;
  readonly mode: Mode;
  readonly seed: number;
  readonly recorder: Recorder;
  readonly interjections: Interjections;
  readonly video: Pick<VideoService, 'frames'>;
  readonly analyser: Pick<ClipAnalyser, 'state' | 'motion'>;
  /** Frames that the first view is to have, where it is to be that of another run; absent where it is chosen. */
  readonly firstView?: readonly number[];
  /** How long a text tool waits for the analyser: a drive that stalls must not hold up the question. */
  readonly toolPatienceMilliseconds: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** How a trajectory is asked. */
export type Asking = {
  readonly maxTurns: number;
  readonly temperature: number;
  readonly topP: number;
  readonly repetitionPenalty: number;
};

/** A conversation and what the loop must remember of it. */
export type OpenConversation = Asking & {
  readonly model: VisionLanguageModel;
  /** What the engine was opened by. */
  readonly reference: string;
  /** The card's, as it applies to this clip. */
  readonly protocol: EngineProtocol;
  /** Every frame is sent at this size. */
  readonly frameSize: Size;
  readonly conversation: Conversation;
  /** All frames sent in it: the next frame's slot, and what the frame budget is measured against. */
  framesSent: number;
  /** Place of the first step of the trajectory that it holds: 0, but where a further question began it anew. */
  firstStep: number;
};
