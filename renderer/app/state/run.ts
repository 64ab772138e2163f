import {
  type AnswerForm,
  applyTrajectoryEvent,
  type FrameRange,
  type Mode,
  type ProgressStage,
  type Trajectory,
  type TrajectoryEvent,
} from '#common/domain/index.ts';
import type { Problem } from '../../client/describe-error.ts';

export type RunProgress = { readonly stage: ProgressStage; readonly done: number; readonly total: number };

/** What was asked, so that it can be asked again. */
export type RunRequest = {
  readonly clipId: string;
  readonly question: string;
  readonly mode: Mode;
  readonly engine: string;
  readonly looks: readonly FrameRange[];
  readonly form: AnswerForm;
  /** The stretch of the clip asked about; null for the whole clip. */
  readonly scope: FrameRange | null;
  readonly eventId: string | null;
  /** Nothing of the answer is told until it is revealed. */
  readonly blind: boolean;
};

/** What a run was made from: another look at a turn, or the same question once more. */
export type RunOrigin = {
  readonly kind: 'branch' | 'replay';
  readonly trajectoryId: string;
  /** The turn whose look was chosen anew; null for a replay. */
  readonly turn: number | null;
};

/** A question on its way or at its end, as the page shows it. */
export type Run = {
  /** The page's own name for it: a new question has no id until its stream begins. */
  readonly key: string;
  readonly request: RunRequest;
  /** Null for a question of its own. */
  readonly origin: RunOrigin | null;
  /** Null until `trajectory-start`. */
  readonly trajectory: Trajectory | null;
  readonly running: boolean;
  /** The turn being written: its text so far, tags included. */
  readonly live: { readonly turn: number; readonly raw: string } | null;
  readonly progress: RunProgress | null;
  /** Looks of the analyst handed in and not yet shown to the engine. */
  readonly waitingLooks: readonly FrameRange[];
  /** Why it could not begin or broke off outside the trajectory. */
  readonly problem: Problem | null;
};

/** What the timeline shows of a run. */
export type ShownRun = Pick<Run, 'key' | 'request' | 'trajectory' | 'waitingLooks'>;

export const newRun = (key: string, request: RunRequest, origin: RunOrigin | null = null): Run => ({
  key,
  request,
  origin,
  trajectory: null,
  running: true,
  live: null,
  progress: null,
  waitingLooks: [],
  problem: null,
});

export const runOfTrajectory = (trajectory: Trajectory): Run => ({
  ...newRun(
    trajectory.id,
    {
      clipId: trajectory.clipId,
      question: trajectory.question,
      mode: trajectory.mode,
      engine: trajectory.engine.id,
      looks: trajectory.settings?.looks ?? looksAtStart(trajectory),
      form: trajectory.form,
      scope: trajectory.scope,
      eventId: trajectory.eventId,
      blind: trajectory.blind,
    },
    originOf(trajectory),
  ),
  trajectory,
  running: false,
});

export const originOf = ({ branch }: Trajectory): RunOrigin | null => branch && { kind: 'branch', ...branch };

/** The looks an analyst handed in together with the question: those before the first turn. */
function looksAtStart(trajectory: Trajectory): readonly FrameRange[] {
  const firstTurn = trajectory.steps.findIndex((step) => step.kind === 'turn');
  const before = firstTurn < 0 ? trajectory.steps : trajectory.steps.slice(0, firstTurn);
  return before.flatMap((step) => (step.kind === 'frames' && step.by === 'analyst' ? [step.range] : []));
}

const sameRange = (a: FrameRange, b: FrameRange): boolean => a.start === b.start && a.end === b.end;

/** The run after an event of its stream. */
export function applyRunEvent(run: Run, event: TrajectoryEvent): Run {
  const trajectory =
    event.type === 'trajectory-start'
      ? event.trajectory
      : run.trajectory && applyTrajectoryEvent(run.trajectory, event);
  const next = { ...run, trajectory };
  switch (event.type) {
    case 'trajectory-start':
      return { ...next, running: true, live: null, progress: null, problem: null };
    case 'turn-start':
      return { ...next, live: { turn: event.turn, raw: '' }, progress: null };
    case 'text-delta': {
      const raw = run.live?.turn === event.turn ? run.live.raw : '';
      return { ...next, live: { turn: event.turn, raw: raw + event.text }, progress: null };
    }
    case 'progress':
      return { ...next, progress: { stage: event.stage, done: event.done, total: event.total } };
    case 'step': {
      const { step } = event;
      const shown = step.kind === 'frames' && step.by === 'analyst' ? step.range : null;
      const waitingLooks = shown
        ? run.waitingLooks.filter((look) => !sameRange(look, shown))
        : run.waitingLooks;
      return { ...next, live: step.kind === 'turn' ? null : run.live, progress: null, waitingLooks };
    }
    case 'trajectory-end':
      return { ...next, running: false, live: null, progress: null, waitingLooks: [] };
  }
}

/** The run when its stream broke off before its end event. */
export function breakOffRun(run: Run, problem: Problem | null): Run {
  const trajectory: Trajectory | null = run.trajectory && {
    ...run.trajectory,
    status: problem ? 'failed' : 'cancelled',
  };
  return { ...run, trajectory, running: false, live: null, progress: null, waitingLooks: [], problem };
}
