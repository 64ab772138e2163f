/**
 * Statements that take a project from each format version to the next; `user_version` counts those applied.
 * Append only: a step once released is never changed.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE clips (
    clip_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    added_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE trajectories (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    trajectory_id TEXT NOT NULL UNIQUE,
    clip_id TEXT NOT NULL,
    status TEXT NOT NULL,
    -- The trajectory as it began, without its steps, as JSON.
    beginning TEXT NOT NULL,
    answer TEXT,
    format_valid INTEGER,
    failure TEXT,
    changed_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX trajectories_of_clip ON trajectories (clip_id, sequence);

  CREATE TABLE steps (
    trajectory_id TEXT NOT NULL REFERENCES trajectories (trajectory_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    step TEXT NOT NULL,
    happened_at TEXT NOT NULL,
    PRIMARY KEY (trajectory_id, position)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What a person states of a clip: which picture track it is made of, and at what rate its camera ran.
  ALTER TABLE clips ADD COLUMN video_track INTEGER;
  ALTER TABLE clips ADD COLUMN capture_rate REAL;
  `,
  `
  -- What a person edits, each thing whole as JSON.
  CREATE TABLE items (
    kind TEXT NOT NULL,
    item_id TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (kind, item_id)
  ) STRICT, WITHOUT ROWID;

  -- Every edit with what was there before, so that it can be undone; those undone wait to be done again.
  CREATE TABLE edits (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    edit_id TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    merge_key TEXT,
    happened_at TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    -- [{ "kind", "id", "before", "after" }]
    changes TEXT NOT NULL
  ) STRICT;

  -- Which frames a person has had before them.
  CREATE TABLE seen (
    clip_id TEXT PRIMARY KEY,
    ranges TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE batches (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id TEXT NOT NULL UNIQUE,
    batch TEXT NOT NULL
  ) STRICT;

  -- What a clip's file holds, so that it is found again wherever it was moved; null until it was read.
  ALTER TABLE clips ADD COLUMN content_hash TEXT;
  ALTER TABLE clips ADD COLUMN size_bytes INTEGER;
  `,
  `
  -- How far the project has come: the stamp of its last write, which the journal's lines build on one another.
  CREATE TABLE state (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    stamp TEXT NOT NULL
  ) STRICT;
  INSERT INTO state (only, stamp) VALUES (1, '');

  -- A clip that was taken off the list keeps its row, so that it can come back as it was.
  ALTER TABLE clips ADD COLUMN listed INTEGER NOT NULL DEFAULT 1;

  -- The ends of the history are found without reading it.
  CREATE INDEX edits_by_undone ON edits (undone, sequence);
  `,
  `
  -- Key images, playlists, tracks, revealed answers: items that an older version would not show, so it only looks.
  UPDATE state SET stamp = stamp;
  `,
];
