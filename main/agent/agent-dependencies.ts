import type { EngineRegistry } from '#main/inference/engine-registry.ts';
import type { Clock, CreateId } from '#main/platform/index.ts';
import type { ClipAnalyser, VideoService } from '#main/video/index.ts';
import type { AnswerProposals, TrajectoryLog } from './agent.ts';
import type { OpenClip } from './loop/open-clip.ts';

export type AgentDependencies = {
  readonly video: Pick<VideoService, 'frames'>;
  /** What the text tools and the first view know of a clip; a question never starts or awaits an analysis. */
  readonly analyser: Pick<ClipAnalyser, 'state' | 'motion'>;
  readonly engines: Pick<EngineRegistry, 'card' | 'open'>;
  /** The clips that are open; may throw NOT_FOUND itself. */
  readonly clips: { get(clipId: string): OpenClip | undefined };
  readonly log: TrajectoryLog;
  /** Told of each answer before its trajectory ends. */
  readonly proposals: AnswerProposals;
  readonly clock: Clock;
  readonly createId: CreateId;
  /** Asked when a request names no engine; a function where settings may change it. */
  readonly defaultEngine: string | (() => string);
  /** Conversations of answered trajectories kept for a further look; 4 when left out. */
  readonly keptConversations?: number;
  /** How long a text tool waits for the analyser; 10 s when left out. */
  readonly toolPatienceMilliseconds?: number;
};
