import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from './migrations.ts';
import { projectDamaged, projectNewer, toProjectError } from './project-errors.ts';

export type OpenedDatabase = { readonly database: DatabaseSync; readonly isNew: boolean };

/** Marks a SQLite file as a project: "DSPT". */
const applicationId = 0x44_53_50_54;

/**
 * Opens or makes the file. Nothing is written to one that is newer, damaged or somebody else's. Each commit is
 * on disk when it returns: WAL with synchronous=FULL, so that even a power cut loses nothing that was confirmed.
 */
export function openDatabase(path: string): OpenedDatabase {
  const name = basename(path);
  const inMemory = path === ':memory:';
  let database: DatabaseSync | undefined;
  try {
    if (!inMemory) mkdirSync(dirname(path), { recursive: true });
    const isNew = inMemory || !existsSync(path);
    database = new DatabaseSync(path, { timeout: 5000 });
    const version = readVersion(database, name);
    if (version > 0) checkIntegrity(database, name);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    migrate(database, name);
    return { database, isNew };
  } catch (error) {
    database?.close();
    throw toProjectError(error, name);
  }
}

/** The format's version, 0 for an empty file; the first read, which finds out whether this is SQLite at all. */
function readVersion(database: DatabaseSync, name: string): number {
  const version = readPragma(database, 'user_version');
  if (readPragma(database, 'application_id') !== applicationId) {
    const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get();
    if (version !== 0 || Number(tables?.count) !== 0) throw projectDamaged(name);
    return 0;
  }
  if (version > migrations.length) throw projectNewer(name, version, migrations.length);
  return version;
}

function checkIntegrity(database: DatabaseSync, name: string): void {
  const found = database.prepare('PRAGMA quick_check(1)').get();
  if (found?.quick_check !== 'ok') throw projectDamaged(name, found);
}

/** All steps up to the present version, in one transaction that another process opening the file waits for. */
function migrate(database: DatabaseSync, name: string): void {
  if (readPragma(database, 'user_version') === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = readVersion(database, name);
    for (const statements of migrations.slice(version)) database.exec(statements);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length};`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

const readPragma = (database: DatabaseSync, name: 'user_version' | 'application_id'): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
