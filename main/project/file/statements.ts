/**
 * Everything that is ever written to a project, by the name under which the journal keeps it. Append only: a
 * statement once released keeps its name, its values and what it does, for the journal may be replayed later.
 */
export const statements = {
  setStamp: 'UPDATE state SET stamp = ? WHERE only = 1',

  putItem: 'INSERT OR REPLACE INTO items (kind, item_id, item) VALUES (?, ?, ?)',
  removeItem: 'DELETE FROM items WHERE kind = ? AND item_id = ?',

  addEdit: `INSERT INTO edits (edit_id, title, author, merge_key, happened_at, changes)
    VALUES (?, ?, ?, ?, ?, ?)`,
  mergeEdit: 'UPDATE edits SET title = ?, happened_at = ?, changes = ? WHERE sequence = ?',
  setUndone: 'UPDATE edits SET undone = ? WHERE sequence = ?',
  dropUndone: 'DELETE FROM edits WHERE undone = 1',
  moveUndoneUp: 'UPDATE edits SET sequence = sequence + ? WHERE undone = 1',
  dropEdits: 'DELETE FROM edits WHERE sequence <= ?',

  // Replaced, so that a clip opened again is the newest.
  putClip: `INSERT OR REPLACE INTO clips
    (clip_id, name, path, video_track, capture_rate, added_at, content_hash, size_bytes, listed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)`,
  stateClip: 'UPDATE clips SET listed = ?, capture_rate = ? WHERE clip_id = ?',
  placeClip: 'UPDATE clips SET path = ?, content_hash = ?, size_bytes = ? WHERE clip_id = ?',

  startTrajectory: `INSERT INTO trajectories (trajectory_id, clip_id, status, beginning, changed_at)
    VALUES (?, ?, 'running', ?, ?)`,
  resumeTrajectory: `UPDATE trajectories SET status = 'running', format_valid = NULL, failure = NULL, changed_at = ?
    WHERE trajectory_id = ?`,
  endTrajectory: `UPDATE trajectories SET status = ?, answer = ?, format_valid = ?, failure = ?, changed_at = ?
    WHERE trajectory_id = ?`,
  failInterrupted: `UPDATE trajectories SET status = 'failed', format_valid = 0, failure = ?, changed_at = ?
    WHERE status = 'running'`,
  appendStep: `INSERT INTO steps (trajectory_id, position, step, happened_at)
    SELECT t.trajectory_id,
      (SELECT coalesce(max(position), 0) + 1 FROM steps WHERE trajectory_id = t.trajectory_id), ?, ?
    FROM trajectories t WHERE t.trajectory_id = ?`,

  putSeen: 'INSERT OR REPLACE INTO seen (clip_id, ranges) VALUES (?, ?)',
  putBatch: `INSERT INTO batches (batch_id, batch) VALUES (?, ?)
    ON CONFLICT (batch_id) DO UPDATE SET batch = excluded.batch`,
  removeBatch: 'DELETE FROM batches WHERE batch_id = ?',
} as const;

export type StatementName = keyof typeof statements;
export type SqlValue = string | number | null;

/** One statement with its values. */
export type Write = readonly [name: StatementName, ...values: SqlValue[]];
