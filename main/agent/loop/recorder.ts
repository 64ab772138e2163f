import {
  applyTrajectoryEvent,
  lastQuestion,
  type Step,
  type Trajectory,
  type TrajectoryEvent,
  toDeepSportError,
} from '#common/domain/index.ts';
import type { TrajectoryLog } from '../agent.ts';
import { isFormatValid } from '../verification/format-valid.ts';

export type Ending = {
  readonly status: 'answered' | 'failed' | 'cancelled';
  readonly failure: Trajectory['failure'];
};

/** A trajectory as it grows: each step is stored first and told afterwards, so that both hold the same. */
export interface Recorder {
  readonly trajectory: Trajectory;
  emit(event: TrajectoryEvent): void;
  /** Throws what the log throws, above all DISK_FULL. */
  record(step: Step): void;
  /** Never throws: when the end cannot be stored, the event says so. */
  end(ending: Ending): void;
}

export function createRecorder(
  beginning: Trajectory,
  log: TrajectoryLog,
  emit: (event: TrajectoryEvent) => void,
): Recorder {
  let trajectory = beginning;
  return {
    get trajectory() {
      return trajectory;
    },
    emit,
    record(step) {
      log.step(trajectory.id, step);
      const event: TrajectoryEvent = { type: 'step', step };
      trajectory = applyTrajectoryEvent(trajectory, event);
      emit(event);
    },
    end({ status, failure }) {
      const end = {
        type: 'trajectory-end',
        status,
        answer: lastAnswer(trajectory),
        formatValid: isFormatValid(lastQuestion(trajectory).steps),
        failure,
      } as const;
      try {
        log.end(trajectory.id, end);
        emit(end);
      } catch (error) {
        const { code, message } = toDeepSportError(error);
        emit({ ...end, status: 'failed', failure: { code, message } });
      }
    },
  };
}

function lastAnswer(trajectory: Trajectory): string | null {
  const answers = lastQuestion(trajectory).steps.flatMap((step) =>
    step.kind === 'turn' && step.action?.kind === 'answer' ? [step.action.text] : [],
  );
  return answers.at(-1) ?? null;
}
