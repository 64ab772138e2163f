import type { AskRequest } from '#common/contract/index.ts';
import type {
  AnswerForm,
  FrameRange,
  ProbeKind,
  Step,
  Trajectory,
  TrajectoryEvent,
} from '#common/domain/index.ts';
import type { OpenClip } from './loop/open-clip.ts';

export type RunOptions = { readonly signal?: AbortSignal | undefined };

/**
 * The loop of DeepSport §1.1 over the video and inference ports. A stream of events never throws: it begins
 * with `trajectory-start` and ends with exactly one `trajectory-end`, whatever happens (a failure or a cancel
 * is told there). Only a request that cannot begin (unknown clip or engine, range outside the clip, unknown
 * trajectory, a project that can only be read) throws a DeepSportError before the first event.
 */
export interface Agent extends AsyncDisposable {
  ask(request: AskRequest, options?: RunOptions): AsyncIterable<TrajectoryEvent>;
  /**
   * Continues a finished trajectory with a look marked as the analyst's, up to a new answer. `trajectory-start`
   * carries the trajectory as it stands. Continues the kept conversation where there is one, else rebuilds it.
   */
  look(trajectoryId: string, range: FrameRange, options?: RunOptions): AsyncIterable<TrajectoryEvent>;
  /**
   * Asks further in the conversation of a finished trajectory, up to a new answer; as `look` otherwise. Answer,
   * status and validity are then those of this question.
   */
  followUp(
    trajectoryId: string,
    question: { readonly text: string; readonly form: AnswerForm },
    options?: RunOptions,
  ): AsyncIterable<TrajectoryEvent>;
  /**
   * A new trajectory: the old one up to the look of a turn, with another range in its place, answered from there.
   * Throws BAD_INPUT where that turn has no look.
   */
  rerun(
    trajectoryId: string,
    turn: number,
    range: FrameRange,
    options?: RunOptions,
  ): AsyncIterable<TrajectoryEvent>;
  /**
   * A new trajectory by the same question, engine, seed and settings, with what the analyst added at the same places.
   * A notice says first whether the engine is another, and last whether it went as the first time.
   */
  replay(trajectoryId: string, options?: RunOptions): AsyncIterable<TrajectoryEvent>;
  /**
   * A new trajectory that tests whether an answer depends on the video: as `replay`, with every picture changed. Nothing
   * is proposed of its answer. Throws BAD_INPUT where there is no answer to test; a probe itself is neither tested nor
   * gone on with.
   */
  probe(trajectoryId: string, change: ProbeKind, options?: RunOptions): AsyncIterable<TrajectoryEvent>;
  /**
   * Shows the answer of a trajectory asked blind from now on: one edit by the person with the `reveal` and the proposals
   * read from the answer. Nothing happens where it is revealed already. Until then `look`, `followUp`, `rerun`, `probe`
   * and `interject` throw BAD_INPUT, and a replay is blind, too.
   */
  reveal(trajectoryId: string, options?: RunOptions): Promise<void>;
  /** Cancels every trajectory under way and waits until it is recorded. */
  cancelAll(): Promise<void>;
  /**
   * Hands a range to a running trajectory, shown at its next turn; false when it is not running. Where the engine
   * has just answered, one more turn follows. Throws RANGE_INVALID for a range outside the clip.
   */
  interject(trajectoryId: string, range: FrameRange): boolean;
}

/** Puts what an answer says happened before a person: as proposals, never as events. */
export interface AnswerProposals {
  /** Of the last answer; gives how it breaks the form that was asked for, or null. Throws what the record throws. */
  propose(trajectory: Trajectory, clip: OpenClip, signal: AbortSignal): Promise<string | null>;
  /** The same of a question asked blind, in one edit by the person with its `reveal`. */
  reveal(
    trajectory: Trajectory,
    clip: OpenClip,
    options: { readonly revealedAt: string; readonly signal: AbortSignal },
  ): Promise<string | null>;
}

/** Where trajectories are kept, step by step as they happen. */
export interface TrajectoryLog {
  /** Why nothing can be kept, in one sentence; then nothing can be asked. Null where all can. */
  readonly readOnly: string | null;
  start(trajectory: Trajectory): void;
  /** Marks a finished trajectory as running again. */
  resume(trajectoryId: string): void;
  step(trajectoryId: string, step: Step): void;
  end(trajectoryId: string, end: Extract<TrajectoryEvent, { type: 'trajectory-end' }>): void;
  get(trajectoryId: string): Trajectory | undefined;
  /** True for one asked blind that nobody has revealed: nothing of it is shown or proposed. */
  isVeiled(trajectory: Pick<Trajectory, 'id' | 'blind'>): boolean;
}
