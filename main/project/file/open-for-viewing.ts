import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { projectNewer } from '../project-errors.ts';
import { sizeOf } from './durable-files.ts';
import { openUnchanging } from './last-good-copy.ts';
import { migrate, newestVersion, openWritable, readVersion } from './open-database.ts';

/** The project as a process has it that may only look. */
export type Viewing = {
  readonly database: DatabaseSync;
  readonly isNewer: boolean;
  /** True when somebody else has changed something since the last call. */
  changed(): boolean;
  /** False when another file lies there now, or none. */
  isInPlace(): boolean;
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

/**
 * Writes nothing to the project: what cannot be read in its place, or is of an older version, is read from a copy.
 * Throws PROJECT_NEWER where what is known here is not in it any more, PROJECT_DAMAGED.
 */
export function openForViewing(path: string): Viewing {
  const name = basename(path);
  let copyFolder: string | undefined;
  let database: DatabaseSync | undefined;
  const close = () => {
    if (database?.isOpen) database.close();
    if (copyFolder) rmSync(copyFolder, { recursive: true, force: true });
    copyFolder = undefined;
  };
  const openCopy = (): DatabaseSync => {
    copyFolder = mkdtempSync(join(tmpdir(), 'deepsport-view-'));
    const copy = join(copyFolder, name);
    for (const suffix of ['', '-wal']) {
      if (!existsSync(path + suffix)) continue;
      copyFileSync(path + suffix, copy + suffix);
      // A copy has its original's mode.
      chmodSync(copy + suffix, 0o600);
    }
    database = openWritable(copy);
    migrate(database, name);
    return database;
  };
  try {
    const identity = identityOf(path);
    let opened = openInPlace(path);
    database = opened;
    if (opened) waitUntilMade(opened, name);
    if (!opened || readVersion(opened, name) < newestVersion) {
      opened?.close();
      opened = openCopy();
    }
    const version = readVersion(opened, name);
    if (version > newestVersion && !isReadable(opened)) throw projectNewer(name, version, newestVersion);
    const reading = opened;
    let seen = dataVersion(reading);
    return {
      database: reading,
      isNewer: version > newestVersion,
      changed() {
        const before = seen;
        seen = dataVersion(reading);
        return seen !== before;
      },
      isInPlace: () => identityOf(path) === identity,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Undefined where SQLite cannot share the file, in a folder that cannot be written, say, and its log holds something. */
function openInPlace(path: string): DatabaseSync | undefined {
  let opened: DatabaseSync | undefined;
  try {
    opened = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    opened.prepare('SELECT count(*) FROM sqlite_schema').get();
    return opened;
  } catch (error) {
    opened?.close();
    if (!existsSync(path)) throw error;
    return sizeOf(`${path}-wal`) === 0 ? openUnchanging(path) : undefined;
  }
}

/** The other process may be about to make the project. */
function waitUntilMade(database: DatabaseSync, name: string): void {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  for (let round = 0; round < 100 && readVersion(database, name) === 0; round++) {
    Atomics.wait(nothing, 0, 0, 20);
  }
}

const identityOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;

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
