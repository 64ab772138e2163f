import {
  DeepSportError,
  type ErrorCode,
  type RecordEdit,
  type Step,
  type Trajectory,
  type TrajectoryEvent,
  type VeiledStep,
} from '#common/domain/index.ts';
import type { ProjectStore } from '../project/project-store.ts';

// What a page is told of a question asked blind until its answer is revealed: question, mode, engine, status, and how
// much was done. Nothing that an engine wrote, looked at or caused to be written passes here.

/** True for a question asked blind that nobody has revealed. */
export const isVeiled = (
  project: Pick<ProjectStore, 'item'>,
  { id, blind }: Pick<Trajectory, 'id' | 'blind'>,
): boolean => blind && project.item('reveal', id) === undefined;

/** Throws BAD_INPUT for an edit that would lift a veil past the reveal, which keeps what stood there. */
export function checkKeepsVeil({ changes }: Pick<RecordEdit, 'changes'>): void {
  if (!changes.some(({ kind }) => kind === 'reveal')) return;
  throw new DeepSportError('BAD_INPUT', 'An answer is revealed in its trace, and veiled again by undo.');
}

/** What may leave the machine, and how many questions may not yet. */
export function withoutVeiled(trajectories: readonly Trajectory[], project: Pick<ProjectStore, 'item'>) {
  const shown = trajectories.filter((trajectory) => !isVeiled(project, trajectory));
  return { shown, veiled: trajectories.length - shown.length };
}

/** A sentence for whoever gets a file in which they are missing; none for none. */
export const veiledRemark = (count: number): readonly string[] =>
  count === 0 ? [] : [`Questions asked blind and not revealed are left out: ${count}.`];

/** A trajectory without what would tell of its answer. */
export const veil = (trajectory: Trajectory): Trajectory => ({
  ...trajectory,
  steps: trajectory.steps.flatMap((step) => veilStep(step) ?? []),
  answer: null,
  formatValid: null,
  failure: veilFailure(trajectory.failure),
});

/** An event without what would tell of the answer; null where nothing is left of it. */
export function veilEvent(event: TrajectoryEvent): TrajectoryEvent | null {
  switch (event.type) {
    case 'trajectory-start':
      return { type: event.type, trajectory: veil(event.trajectory) };
    case 'step': {
      const step = veilStep(event.step);
      return step && { type: event.type, step };
    }
    case 'turn-start':
      return { type: event.type, turn: event.turn };
    case 'progress':
      return { type: event.type, stage: event.stage, done: event.done, total: event.total };
    case 'text-delta':
      return null;
    case 'trajectory-end':
      // Whether the replies kept to their form is not told either: a page shows only that they did not.
      return {
        type: event.type,
        status: event.status,
        answer: null,
        formatValid: true,
        failure: veilFailure(event.failure),
      };
  }
}

/** A stream of events, veiled from its beginning on where its trajectory is. */
export async function* veilStream(
  events: AsyncIterable<TrajectoryEvent>,
  isVeiledTrajectory: (trajectory: Trajectory) => boolean,
): AsyncGenerator<TrajectoryEvent, void, void> {
  let hides = true;
  for await (const event of events) {
    if (event.type === 'trajectory-start') hides = isVeiledTrajectory(event.trajectory);
    const told = hides ? veilEvent(event) : event;
    if (told) yield told;
  }
}

/** Null where a step is not told of at all: what a tool said, and notices, which may speak of the answer. */
function veilStep(step: Step): Step | null {
  const nothing: VeiledStep = { kind: 'veiled', turns: 0, frames: 0, seconds: 0, tokens: 0 };
  switch (step.kind) {
    case 'frames':
      return { ...nothing, frames: step.frames.length };
    case 'turn': {
      const { newTokens, cachedTokens, generatedTokens } = step.usage;
      const tokens = newTokens + cachedTokens + generatedTokens;
      return { ...nothing, turns: 1, seconds: step.seconds, tokens };
    }
    case 'question':
      return { kind: 'question', text: step.text, form: step.form };
    case 'notice': {
      const { revealedAt } = step;
      if (revealedAt === undefined) return null;
      return { kind: 'notice', message: `Revealed at ${revealedAt}.`, revealedAt };
    }
    case 'veiled':
      return step;
    case 'tool-result':
      return null;
  }
}

/** Failures that say nothing of an answer, in words of our own: an engine's own may quote what it wrote. */
const plainFailures: Partial<Readonly<Record<ErrorCode, string>>> = {
  ENGINE_UNREACHABLE: 'The engine could not be reached. Check that it runs, then ask again.',
  ENGINE_TIMEOUT: 'The engine took too long. Ask again, or choose another engine.',
  WORKER_STOPPED: 'The engine stopped while it was answering. Ask again.',
  MODEL_INCOMPLETE: 'The engine’s files are incomplete. Choose another engine, or fetch it again.',
  DISK_FULL: 'The disk is full: free some space, then ask again.',
  FILE_MISSING: 'The clip’s file is missing. Find it again, then ask again.',
  CANCELLED: 'Cancelled.',
};

export function veilFailure(failure: Trajectory['failure']): Trajectory['failure'] {
  if (failure === null) return null;
  const message = plainFailures[failure.code];
  if (message !== undefined) return { code: failure.code, message };
  return { code: 'INTERNAL', message: 'It ended without an answer. Reveal it to read why.' };
}
