import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { projectDamaged, projectNewer } from '../project-errors.ts';
import { migrations } from './migrations.ts';
import { isStamp, stampOf } from './stamp.ts';
import { statements } from './statements.ts';

/** Marks a SQLite file as a project: "DSPT". */
const applicationId = 0x44_53_50_54;

export const newestVersion = migrations.length;

/** From here on a project says how far it has come, and has a journal. */
const firstStampedVersion = 4;

/** The format's version, 0 for an empty file; the first read, which finds out whether this is SQLite at all. */
export function readVersion(database: DatabaseSync, name: string): number {
  const version = readPragma(database, 'user_version');
  if (readPragma(database, 'application_id') === applicationId) return version;
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get();
  if (version !== 0 || Number(tables?.count) !== 0) throw projectDamaged(name);
  return 0;
}

/** The stamp of the last write; undefined in a file of a version before there were any. */
export function readStamp(database: DatabaseSync, name: string): string | undefined {
  if (readVersion(database, name) < firstStampedVersion) return undefined;
  const row = database.prepare('SELECT stamp FROM state').get();
  const stamp = String(row?.stamp);
  if (!isStamp(stamp)) throw projectDamaged(name);
  return stamp;
}

/** Throws PROJECT_DAMAGED where tables or indexes are not what they should be. */
export function checkIntegrity(database: DatabaseSync, name: string): void {
  const found = database.prepare('PRAGMA integrity_check(1)').get();
  if (found?.integrity_check !== 'ok') throw projectDamaged(name, found);
}

/** All steps up to the present version, in one transaction. True where there were any. */
export function migrate(database: DatabaseSync, name: string): boolean {
  const version = readVersion(database, name);
  if (version > newestVersion) throw projectNewer(name, version, newestVersion);
  if (version === newestVersion) return false;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const step of migrations.slice(version)) database.exec(step);
    if (version < firstStampedVersion) {
      // Any will do, as long as no other project has it.
      database.prepare(statements.setStamp).run(stampOf(randomUUID(), ''));
    }
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${newestVersion};`);
    database.exec('COMMIT');
    return true;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Opens a project's file for writing; whoever calls this holds the lock. A commit is in the log beside the file, but
 * not flushed: the journal, which is flushed before, brings back what a power cut takes away.
 */
export function openWritable(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    // The first read of the file is the caller's, after this: so that a file that is none is left as it is.
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const readPragma = (database: DatabaseSync, name: 'user_version' | 'application_id'): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
