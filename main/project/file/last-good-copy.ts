import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { applyLines } from './apply-writes.ts';
import { sha256Of, syncFile, syncFolder } from './durable-files.ts';
import type { JournalContent } from './journal.ts';
import { checkIntegrity, newestVersion, readStamp, readVersion } from './open-database.ts';

export const copyOf = (path: string): string => `${path}.backup`;

/** Opens a file that nobody writes to, and leaves nothing beside it. */
export function openUnchanging(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

/** Looks a copy through and puts it in the place of the one before. Throws where it is not good. */
export function adoptCopy(path: string, part: string): { readonly stamp: string; readonly copy: string } {
  using database = openUnchanging(part);
  checkIntegrity(database, basename(path));
  const stamp = readStamp(database, basename(path)) ?? '';
  database.close();
  const copy = sha256Of(part);
  syncFile(part);
  renameSync(part, copyOf(path));
  syncFolder(path);
  return { stamp, copy };
}

/** A project made anew from its last good copy and the journal. */
export type Rebuilt = {
  readonly file: string;
  /** The stamps from which the journal leads to this state. */
  readonly stamps: readonly string[];
  /** ISO 8601, UTC: when the last write in it was made; null where that is not known. */
  readonly upTo: string | null;
};

/**
 * Makes the project anew beside itself; undefined where there is no copy, or no good one. Whoever calls removes the
 * file or puts it in place.
 */
export function rebuild(path: string, journal: JournalContent | undefined): Rebuilt | undefined {
  const source = copyOf(path);
  if (!existsSync(source)) return undefined;
  const name = basename(path);
  const file = `${path}.rebuilt`;
  let rebuilt: Rebuilt | undefined;
  removeDatabase(file);
  try {
    copyFileSync(source, file);
    using database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;');
    if (sha256Of(source) !== journal?.header.copy) checkIntegrity(database, name);
    const stamp = readStamp(database, name);
    // A newer version's journal cannot be followed here.
    if (stamp === undefined || readVersion(database, name) > newestVersion) return undefined;
    const stamps = journal ? [journal.header.stamp, ...journal.lines.map((line) => line.stamp)] : [];
    // A journal that leads elsewhere says nothing about this copy.
    const from = stamps.indexOf(stamp);
    const lines = from < 0 ? [] : (journal?.lines.slice(from) ?? []);
    applyLines(database, lines);
    rebuilt = {
      file,
      stamps: from < 0 ? [stamp] : stamps,
      upTo: lines.at(-1)?.at ?? (from < 0 ? null : (journal?.header.at ?? null)),
    };
  } catch {
    // No good copy, then.
  } finally {
    if (!rebuilt) removeDatabase(file);
  }
  return rebuilt;
}

/** A database's file with what SQLite puts beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}
