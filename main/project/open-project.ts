import { basename } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { trajectorySchema } from '#common/contract/index.ts';
import { isDeepSportError, type Step, type Trajectory } from '#common/domain/index.ts';
import type { Clock } from '#main/platform/index.ts';
import { openDatabase } from './open-database.ts';
import { projectDamaged, toProjectError } from './project-errors.ts';
import type { ProjectStore, StoredClip } from './project-store.ts';
import { createRecordStore } from './record/create-record-store.ts';
import { fromStoredPath, toStoredPath } from './stored-path.ts';

export type ProjectParts = { readonly clock: Clock };

const stoppedFailure: Trajectory['failure'] = {
  code: 'WORKER_STOPPED',
  message: 'The application stopped while this was being answered.',
};

/**
 * Opens the project at a path, or makes it with its folder. `:memory:` is a project that is kept nowhere.
 * Throws PROJECT_DAMAGED, PROJECT_NEWER, DISK_FULL, or BAD_INPUT where the file cannot be opened or written.
 */
export function openProject(path: string, { clock }: ProjectParts): ProjectStore {
  const name = basename(path);
  const { database, isNew } = openDatabase(path);

  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw toProjectError(error, name);
    }
  };
  const now = () => new Date(clock()).toISOString();
  const rows = (sql: string, ...values: readonly (string | number | null)[]) =>
    database.prepare(sql).all(...values);
  const change = (sql: string, ...values: readonly (string | number | null)[]) =>
    guarded(() => {
      database.prepare(sql).run(...values);
    });
  const readTrajectory = (row: Row): Trajectory => {
    const id = text(row, 'trajectory_id');
    const steps = rows('SELECT step FROM steps WHERE trajectory_id = ? ORDER BY position', id);
    return trajectoryOf(
      row,
      steps.map((step) => text(step, 'step')),
      name,
    );
  };

  guarded(() => failInterrupted(database, now()));

  const record = createRecordStore({
    database,
    clock,
    readOnly: null,
    transaction: (work) => guarded(() => inTransaction(database, work)),
  });

  return {
    ...record,
    isNew,
    addClip(clip) {
      const { clipId, name: clipName, path: clipPath, videoTrack, captureRate, addedAt } = clip;
      // Replaced, so that a clip opened again is the newest.
      change(
        `INSERT OR REPLACE INTO clips
           (clip_id, name, path, video_track, capture_rate, added_at, content_hash, size_bytes)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        clipId,
        clipName,
        toStoredPath(path, clipPath),
        videoTrack,
        captureRate,
        addedAt,
        clip.contentHash,
        clip.sizeBytes,
      );
    },
    setClipFile(clipId, file) {
      change(
        'UPDATE clips SET path = ?, content_hash = ?, size_bytes = ? WHERE clip_id = ?',
        toStoredPath(path, file.path),
        file.contentHash,
        file.sizeBytes,
        clipId,
      );
    },
    setCaptureRate(clipId, captureRate) {
      change('UPDATE clips SET capture_rate = ? WHERE clip_id = ?', captureRate, clipId);
    },
    removeClip(clipId) {
      change('DELETE FROM clips WHERE clip_id = ?', clipId);
    },
    listClips: () =>
      guarded(() =>
        rows('SELECT * FROM clips ORDER BY added_at DESC, rowid DESC').map(
          (row): StoredClip => ({
            clipId: text(row, 'clip_id'),
            name: text(row, 'name'),
            path: fromStoredPath(path, text(row, 'path')),
            videoTrack: numberOrNull(row, 'video_track'),
            captureRate: numberOrNull(row, 'capture_rate'),
            addedAt: text(row, 'added_at'),
            contentHash: textOrNull(row, 'content_hash'),
            sizeBytes: numberOrNull(row, 'size_bytes'),
          }),
        ),
      ),
    startTrajectory(trajectory) {
      const { id, clipId, steps, ...beginning } = trajectory;
      guarded(() =>
        inTransaction(database, () => {
          database
            .prepare(
              `INSERT INTO trajectories (trajectory_id, clip_id, status, beginning, changed_at)
               VALUES (?, ?, 'running', ?, ?)`,
            )
            .run(id, clipId, JSON.stringify(beginning), now());
          for (const step of steps) appendStep(database, id, step, now());
        }),
      );
    },
    resumeTrajectory(trajectoryId) {
      change(
        `UPDATE trajectories SET status = 'running', format_valid = NULL, failure = NULL, changed_at = ?
         WHERE trajectory_id = ?`,
        now(),
        trajectoryId,
      );
    },
    appendStep(trajectoryId, step) {
      guarded(() => appendStep(database, trajectoryId, step, now()));
    },
    endTrajectory(trajectoryId, { status, answer, formatValid, failure }) {
      change(
        `UPDATE trajectories SET status = ?, answer = ?, format_valid = ?, failure = ?, changed_at = ?
         WHERE trajectory_id = ?`,
        status,
        answer,
        formatValid ? 1 : 0,
        failure ? JSON.stringify(failure) : null,
        now(),
        trajectoryId,
      );
    },
    getTrajectory: (trajectoryId) =>
      guarded(
        () => rows('SELECT * FROM trajectories WHERE trajectory_id = ?', trajectoryId).map(readTrajectory)[0],
      ),
    listTrajectories: (clipId) =>
      guarded(() =>
        rows('SELECT * FROM trajectories WHERE clip_id = ? ORDER BY sequence', clipId).flatMap((row) => {
          try {
            return [readTrajectory(row)];
          } catch (error) {
            // One that cannot be read must not hide the others; asked for by its id, it says what is wrong.
            if (isDeepSportError(error) || error instanceof SyntaxError) return [];
            throw error;
          }
        }),
      ),
    removeTrajectory(trajectoryId) {
      change('DELETE FROM trajectories WHERE trajectory_id = ?', trajectoryId);
    },
    [Symbol.dispose]() {
      if (database.isOpen) database.close();
    },
  };
}

/** Nothing runs in a project that has just been opened: what is marked so was cut short with its process. */
function failInterrupted(database: DatabaseSync, now: string): void {
  database
    .prepare(
      `UPDATE trajectories SET status = 'failed', format_valid = 0, failure = ?, changed_at = ?
       WHERE status = 'running'`,
    )
    .run(JSON.stringify(stoppedFailure), now);
}

/** One row for each step; a step of a trajectory that was removed meanwhile goes nowhere. */
function appendStep(database: DatabaseSync, trajectoryId: string, step: Step, now: string): void {
  database
    .prepare(
      `INSERT INTO steps (trajectory_id, position, step, happened_at)
       SELECT t.trajectory_id,
              (SELECT coalesce(max(position), 0) + 1 FROM steps WHERE trajectory_id = t.trajectory_id), ?, ?
       FROM trajectories t WHERE t.trajectory_id = ?`,
    )
    .run(JSON.stringify(step), now, trajectoryId);
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

type Row = Readonly<Record<string, unknown>>;

const text = (row: Row, column: string): string => String(row[column]);

const textOrNull = (row: Row, column: string): string | null =>
  typeof row[column] === 'string' ? row[column] : null;

const numberOrNull = (row: Row, column: string): number | null => {
  const value = row[column];
  return value === null || value === undefined ? null : Number(value);
};

/** What lies in the file is read as strictly as what comes from outside. */
function trajectoryOf(row: Row, steps: readonly string[], name: string): Trajectory {
  const read = trajectorySchema.safeParse({
    ...JSON.parse(text(row, 'beginning')),
    id: row.trajectory_id,
    clipId: row.clip_id,
    status: row.status,
    steps: steps.map((step) => JSON.parse(step)),
    answer: row.answer,
    formatValid: row.format_valid === null ? null : row.format_valid === 1,
    failure: typeof row.failure === 'string' ? JSON.parse(row.failure) : null,
  });
  if (!read.success) throw projectDamaged(name, read.error);
  return read.data;
}
