import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { projectNewer } from '../project-errors.ts';
import { sizeOf } from './durable-files.ts';
import { openUnchanging } from './last-good-copy.ts';
import { newestVersion, readVersion } from './open-database.ts';

/** The project as a process has it that may only look. */
export type Viewing = {
  readonly database: DatabaseSync;
  readonly isNewer: boolean;
  /** True when somebody else has changed something since the last call. */
  changed(): boolean;
  close(): void;
};

/** What of each table is read, whatever a newer version has added to it. */
const knownColumns = [
  'clip_id, name, path, video_track, capture_rate, added_at, content_hash, size_bytes, listed FROM clips',
  'sequence, trajectory_id, clip_id, status, beginning, answer, format_valid, failure FROM trajectories',
  'trajectory_id, position, step FROM steps',
  'kind, item_id, item FROM items',
  'sequence, edit_id, title, author, happened_at, undone FROM edits',
  'clip_id, ranges FROM seen',
  'sequence, batch FROM batches',
];

/** Throws PROJECT_NEWER where what is known here is not in it any more, PROJECT_DAMAGED. Writes nothing. */
export function openForViewing(path: string): Viewing {
  const name = basename(path);
  let copyFolder: string | undefined;
  let database: DatabaseSync | undefined;
  const close = () => {
    if (database?.isOpen) database.close();
    if (copyFolder) rmSync(copyFolder, { recursive: true, force: true });
    copyFolder = undefined;
  };
  try {
    database = openReadable();
    const version = readVersion(database, name);
    if (version !== newestVersion && !isReadable(database)) throw projectNewer(name, version, newestVersion);
    let seen = dataVersion(database);
    const opened = database;
    return {
      database: opened,
      isNewer: version > newestVersion,
      changed() {
        const before = seen;
        seen = dataVersion(opened);
        return seen !== before;
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }

  function openReadable(): DatabaseSync {
    let opened: DatabaseSync | undefined;
    try {
      opened = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
      opened.prepare('SELECT count(*) FROM sqlite_schema').get();
      return opened;
    } catch (error) {
      opened?.close();
      if (!existsSync(path)) throw error;
      // In a folder that cannot be written SQLite cannot share the file; nobody else writes to it then.
      if (sizeOf(`${path}-wal`) === 0) return openUnchanging(path);
      copyFolder = mkdtempSync(join(tmpdir(), 'deepsport-view-'));
      const copy = join(copyFolder, name);
      for (const suffix of ['', '-wal']) copyFileSync(path + suffix, copy + suffix);
      return new DatabaseSync(copy);
    }
  }
}

function isReadable(database: DatabaseSync): boolean {
  try {
    for (const columns of knownColumns) database.prepare(`SELECT ${columns} LIMIT 1`).get();
    return true;
  } catch {
    return false;
  }
}

const dataVersion = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA data_version').get()?.data_version);
