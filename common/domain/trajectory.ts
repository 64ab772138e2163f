import type { AnswerForm } from './answer-form.ts';
import type { Mode } from './engine.ts';
import type { ErrorCode } from './errors.ts';
import type { FrameReference } from './frame.ts';
import type { FrameRange } from './frame-range.ts';

/** One action ends each turn (DeepSport, trajectory τ = ((F₁,T₁,A₁),…)). */
export type Action =
  | { readonly kind: 'look'; readonly range: FrameRange }
  | ({ readonly kind: 'tool' } & TextToolCall)
  | { readonly kind: 'answer'; readonly text: string };

/** A call of a tool that answers in words: where something moves in a window, and of which shots the clip is made. */
export type TextToolCall =
  | { readonly tool: 'motion_profile'; readonly arguments: FrameRange }
  | { readonly tool: 'list_shots'; readonly arguments: Readonly<Record<string, never>> };

/** Why a turn is not quite right; shown at the turn, never silently mended. */
export type TurnWarning = {
  readonly kind:
    | 'format'
    | 'repeated-look'
    | 'repeated-call'
    | 'window-outside-clip'
    | 'window-too-small'
    | 'thought-does-not-name-window'
    | 'claim-without-frame'
    | 'look-not-allowed'
    | 'tool-not-offered'
    | 'cut-off';
  /** A sentence for a person. */
  readonly message: string;
  /** The frame a claim names although it was never sent. */
  readonly frame?: number;
};

export type TokenUsage = {
  /** Prompt tokens computed for this turn. */
  readonly newTokens: number;
  /** Prompt tokens taken from the key-value cache. */
  readonly cachedTokens: number;
  readonly generatedTokens: number;
  /** What the server charges for it, in the currency of its prices; absent where nothing is charged. */
  readonly cost?: number;
};

/** Frames put before the engine: at the start, by its own look, or by a look of the analyst. */
export type FramesStep = {
  readonly kind: 'frames';
  readonly by: 'start' | 'model' | 'analyst';
  readonly range: FrameRange;
  readonly frames: readonly FrameReference[];
};

/** What left this machine for a host, in bytes as the ledger counts them. */
export type SentBytes = { readonly host: string; readonly bytes: number };

/** What an engine was told before a reply, word for word, pictures as `[frame 35, 640×360]`. */
export type TurnPrompt = {
  /** The system message; absent where it is the same as before the reply before. */
  readonly system?: string;
  readonly text: string;
};

/** One reply of the engine. Turns count from 1 over the whole trajectory. */
export type TurnStep = {
  readonly kind: 'turn';
  readonly turn: number;
  readonly thought: string;
  /** Null when no action could be read even after the repair message. */
  readonly action: Action | null;
  /** The reply as written. */
  readonly raw: string;
  readonly warnings: readonly TurnWarning[];
  readonly usage: TokenUsage;
  readonly seconds: number;
  /** Absent where it was not kept. */
  readonly prompt?: TurnPrompt;
  /** What left this machine for this reply; absent for nothing, and where it was not kept. */
  readonly sent?: readonly SentBytes[];
};

/** What a text tool told the engine, word for word. It shows no frame: what it names is told, not seen. */
export type ToolResultStep = { readonly kind: 'tool-result'; readonly text: string } & TextToolCall;

/** Something a person should know that is no turn: a repair message sent, an image refused, a range adjusted. */
export type NoticeStep = {
  readonly kind: 'notice';
  readonly message: string;
  /** What left this machine without a reply that came of it; absent for nothing. */
  readonly sent?: readonly SentBytes[];
  /** When the answer of a question asked blind was shown, ISO 8601, UTC: it stays where that is undone. */
  readonly revealedAt?: string;
};

/** A further question in the same conversation; the first one is the trajectory's own. */
export type QuestionStep = { readonly kind: 'question'; readonly text: string; readonly form: AnswerForm };

/** What stands for a step of a question asked blind until it is revealed: how much, nothing of what. Never stored. */
export type VeiledStep = {
  readonly kind: 'veiled';
  readonly turns: number;
  readonly frames: number;
  readonly seconds: number;
  /** New, cached and written. */
  readonly tokens: number;
};

export type Step = FramesStep | TurnStep | ToolResultStep | NoticeStep | QuestionStep | VeiledStep;

export type TrajectoryStatus = 'running' | 'answered' | 'failed' | 'cancelled';

/** Enough of an engine to know later what answered. */
export type EngineIdentity = {
  readonly id: string;
  readonly name: string;
  readonly device: string;
  readonly local: boolean;
  readonly weightsSha256: string | null;
  /** The card's one sentence on what the engine is and is not. */
  readonly summary: string;
};

const agentPrefix = 'mcp:';

/** The id of another agent that hands its proposals in, as an engine. */
export const agentEngineId = (name: string): string => `${agentPrefix}${name}`;

/** Whether it asks us and cannot be asked by us: nothing of it can be replayed, tested or continued. */
export const isOtherAgent = ({ id }: Pick<EngineIdentity, 'id'>): boolean => id.startsWith(agentPrefix);

/** How words were chosen and how far a question might go, so that it can be asked again just so. */
export type AskSettings = {
  readonly initialFrames: number | null;
  readonly maxTurns: number | null;
  readonly temperature: number;
  readonly topP: number;
  readonly repetitionPenalty: number;
  /** Looks chosen by the analyst beforehand. */
  readonly looks: readonly FrameRange[];
};

/** Where a trajectory branched off another one: the turn whose look a person chose anew. */
export type Branch = { readonly trajectoryId: string; readonly turn: number };

/**
 * How the pictures are changed to see whether an answer depends on them; numbers and times beside them stay. reversed:
 * the frames of each look in the opposite order; shuffled: in another order; mirrored: left is right; blank: grey.
 */
export const probeKinds = ['reversed', 'shuffled', 'mirrored', 'blank'] as const;
export type ProbeKind = (typeof probeKinds)[number];

/** Another trajectory's question asked again of changed pictures. */
export type Probe = { readonly trajectoryId: string; readonly change: ProbeKind };

/** A question with everything that was shown, thought and answered. Stored step by step as it happens. */
export type Trajectory = {
  readonly id: string;
  readonly clipId: string;
  readonly clipName: string;
  readonly question: string;
  readonly mode: Mode;
  readonly engine: EngineIdentity;
  readonly seed: number;
  /** The stretch of the clip that was asked about; null for the whole clip. */
  readonly scope: FrameRange | null;
  /** The event asked about, by id. */
  readonly eventId: string | null;
  readonly form: AnswerForm;
  /** Null where they were not kept. */
  readonly settings: AskSettings | null;
  readonly branch: Branch | null;
  /** Null for a question of the clip as it is. */
  readonly probe: Probe | null;
  /** Nothing of it is shown, and nothing proposed, until a person has marked first and the record has its `reveal`. */
  readonly blind: boolean;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly status: TrajectoryStatus;
  readonly steps: readonly Step[];
  /** The last answer; null while there is none. */
  readonly answer: string | null;
  /** Format valid as DeepSport §1.1 defines it; null while running. */
  readonly formatValid: boolean | null;
  readonly failure: { readonly code: ErrorCode; readonly message: string } | null;
};

/** What a running trajectory tells, in order; `trajectory-end` comes exactly once and last. */
export type TrajectoryEvent =
  | { readonly type: 'trajectory-start'; readonly trajectory: Trajectory }
  | { readonly type: 'step'; readonly step: Step }
  | { readonly type: 'turn-start'; readonly turn: number }
  | {
      readonly type: 'progress';
      readonly stage: ProgressStage;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'text-delta'; readonly turn: number; readonly text: string }
  | {
      readonly type: 'trajectory-end';
      readonly status: Exclude<TrajectoryStatus, 'running'>;
      readonly answer: string | null;
      readonly formatValid: boolean;
      readonly failure: Trajectory['failure'];
    };

/** `waiting`: `total` other questions are answered first. */
export type ProgressStage = 'waiting' | 'loading' | 'extracting' | 'encoding' | 'prefill' | 'decoding';

/** The trajectory after an event; deltas and progress leave it as it is. */
export function applyTrajectoryEvent(trajectory: Trajectory, event: TrajectoryEvent): Trajectory {
  switch (event.type) {
    case 'trajectory-start':
      return event.trajectory;
    case 'step':
      return { ...trajectory, steps: [...trajectory.steps, event.step] };
    case 'trajectory-end':
      return {
        ...trajectory,
        status: event.status,
        answer: event.answer,
        formatValid: event.formatValid,
        failure: event.failure,
      };
    case 'turn-start':
    case 'progress':
    case 'text-delta':
      return trajectory;
  }
}

/** All frames shown so far, in the order in which they were sent. */
export const framesShown = (trajectory: Trajectory): readonly FrameReference[] =>
  trajectory.steps.flatMap((step) => (step.kind === 'frames' ? step.frames : []));
