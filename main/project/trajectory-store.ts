import { trajectorySchema } from '#common/contract/index.ts';
import type { Trajectory } from '#common/domain/index.ts';
import type { ProjectFile, Row } from './file/open-project-file.ts';
import { projectDamaged } from './project-errors.ts';
import type { ProjectStore } from './project-store.ts';

export type TrajectoryStoreParts = {
  readonly file: ProjectFile;
  /** The project's name, for a person. */
  readonly name: string;
  readonly now: () => string;
};

type TrajectoryStore = Pick<
  ProjectStore,
  | 'startTrajectory'
  | 'resumeTrajectory'
  | 'appendStep'
  | 'endTrajectory'
  | 'getTrajectory'
  | 'listTrajectories'
> & {
  /** Nothing runs in a project that has just been opened for editing: what is marked so was cut short. */
  failInterrupted(): void;
};

const stoppedFailure: Trajectory['failure'] = {
  code: 'WORKER_STOPPED',
  message: 'The application stopped while this was being answered.',
};

const columns = 'trajectory_id, clip_id, status, beginning, answer, format_valid, failure';

export function createTrajectoryStore({ file, name, now }: TrajectoryStoreParts): TrajectoryStore {
  const read = (row: Row): Trajectory | undefined => {
    const steps = file.rows(
      'SELECT step FROM steps WHERE trajectory_id = ? ORDER BY position',
      String(row.trajectory_id),
    );
    return trajectoryOf(
      row,
      steps.map(({ step }) => String(step)),
    );
  };

  return {
    startTrajectory({ id, clipId, steps, ...beginning }) {
      file.transaction((write) => {
        write('startTrajectory', id, clipId, JSON.stringify(beginning), now());
        for (const step of steps) write('appendStep', JSON.stringify(step), now(), id);
      });
    },
    resumeTrajectory(trajectoryId) {
      file.transaction((write) => write('resumeTrajectory', now(), trajectoryId));
    },
    appendStep(trajectoryId, step) {
      file.transaction((write) => write('appendStep', JSON.stringify(step), now(), trajectoryId));
    },
    endTrajectory(trajectoryId, { status, answer, formatValid, failure }) {
      const kept = failure ? JSON.stringify(failure) : null;
      file.transaction((write) =>
        write('endTrajectory', status, answer, formatValid ? 1 : 0, kept, now(), trajectoryId),
      );
    },
    getTrajectory: (trajectoryId) =>
      file.reading(() => {
        const [row] = file.rows(`SELECT ${columns} FROM trajectories WHERE trajectory_id = ?`, trajectoryId);
        if (!row) return undefined;
        const trajectory = read(row);
        if (!trajectory) throw projectDamaged(name);
        return trajectory;
      }),
    // One that cannot be read must not hide the others; asked for by its id, it says what is wrong.
    listTrajectories: (clipId) =>
      file.reading(() =>
        file
          .rows(`SELECT ${columns} FROM trajectories WHERE clip_id = ? ORDER BY sequence`, clipId)
          .flatMap((row) => read(row) ?? []),
      ),
    failInterrupted() {
      if (file.rows("SELECT 1 FROM trajectories WHERE status = 'running' LIMIT 1").length === 0) return;
      file.transaction((write) => write('failInterrupted', JSON.stringify(stoppedFailure), now()));
    },
  };
}

/** What lies in the file is read as strictly as what comes from outside; undefined where it cannot be read. */
function trajectoryOf(row: Row, steps: readonly string[]): Trajectory | undefined {
  try {
    return trajectorySchema.parse({
      ...JSON.parse(String(row.beginning)),
      id: row.trajectory_id,
      clipId: row.clip_id,
      status: row.status,
      steps: steps.map((step) => JSON.parse(step)),
      answer: row.answer,
      formatValid: row.format_valid === null ? null : row.format_valid === 1,
      failure: typeof row.failure === 'string' ? JSON.parse(row.failure) : null,
    });
  } catch {
    return undefined;
  }
}
