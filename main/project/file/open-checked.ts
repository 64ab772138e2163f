import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { projectDamaged, projectNewer, toProjectError } from '../project-errors.ts';
import { applyLines } from './apply-writes.ts';
import { sha256Of, sizeOf, syncFile, syncFolder } from './durable-files.ts';
import { type JournalContent, readJournal } from './journal.ts';
import { copyOf, openUnchanging, type Rebuilt, rebuild, removeDatabase } from './last-good-copy.ts';
import { checkIntegrity, newestVersion, openWritable, readStamp, readVersion } from './open-database.ts';
import { haveSameContent } from './same-content.ts';

export type Checked = {
  readonly database: DatabaseSync;
  readonly isNew: boolean;
  /** What was recovered, in one sentence; null where nothing had to be. */
  readonly notice: string | null;
  /** The journal, where it and the last good copy lead to what the database holds. */
  readonly journal: JournalContent | undefined;
};

export const journalOf = (path: string): string => `${path}.journal`;
const logOf = (path: string): string => `${path}-wal`;

/**
 * Opens the project's file and makes sure that it holds what was confirmed: what a power cut took away is done again
 * from the journal; a file that is gone, cut, or holds something else than the last good copy and the journal say, is
 * set aside and made anew from them. Whoever calls holds the lock. Throws PROJECT_DAMAGED where there is no copy.
 */
export function openChecked(path: string, now: Date): Checked {
  removeParts(path);
  const kept = readJournal(journalOf(path));
  if (kept && wasClosedAsItIs(path, kept)) {
    return { database: openWritable(path), isNew: false, notice: null, journal: kept };
  }
  const rebuilt = rebuild(path, kept);
  try {
    return openAgainst(path, kept, rebuilt, now);
  } finally {
    if (rebuilt) removeDatabase(rebuilt.file);
  }
}

/** Closed in good order and not touched since: to look no further is most of what makes opening quick. */
function wasClosedAsItIs(path: string, { header, lines }: JournalContent): boolean {
  if (header.closed === null || lines.length > 0) return false;
  if (sizeOf(path) === 0 || sizeOf(logOf(path)) > 0 || !existsSync(copyOf(path))) return false;
  try {
    return sha256Of(path) === header.closed && sha256Of(copyOf(path)) === header.copy;
  } catch {
    return false;
  }
}

function openAgainst(
  path: string,
  kept: JournalContent | undefined,
  rebuilt: Rebuilt | undefined,
  now: Date,
): Checked {
  const chain = kept ? [kept.header.stamp, ...kept.lines.map(({ stamp }) => stamp)] : [];
  // Whether the journal leads from the copy to what was confirmed last.
  const journal = rebuilt && rebuilt.stamps.at(-1) === chain.at(-1) ? kept : undefined;
  try {
    if (sizeOf(path) === 0) {
      // An empty project must not take the place of a copy, not even of one that cannot be read here.
      if (existsSync(copyOf(path))) throw projectDamaged(basename(path));
      return { database: openWritable(path), isNew: true, notice: null, journal: undefined };
    }
    const stamps = rebuilt?.stamps ?? chain;
    const stamp = check(path, stamps.at(-1), rebuilt);
    const from = stamp === undefined ? -1 : stamps.indexOf(stamp);
    const database = openWritable(path);
    // A file that has come further elsewhere, or was put here by a person, is sound and counts as it is.
    if (from < 0) return { database, isNew: false, notice: null, journal: undefined };
    try {
      if (from < stamps.length - 1) {
        applyLines(database, kept?.lines.slice(from) ?? []);
        if (rebuilt && !holdsTheSame(database, rebuilt)) throw projectDamaged(basename(path));
      }
      return { database, isNew: false, notice: null, journal };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    const problem = toProjectError(error, basename(path));
    if (problem.code !== 'PROJECT_DAMAGED' || !rebuilt) throw problem;
    const aside = setAside(path, now);
    syncFile(rebuilt.file);
    renameSync(rebuilt.file, path);
    syncFolder(path);
    const notice = recovered(basename(path), rebuilt.upTo, aside);
    return { database: openWritable(path), isNew: false, notice, journal };
  }
}

/**
 * Looks the file through without changing it, for a damaged one is to be set aside as it is. Gives its stamp;
 * undefined in a file of a version before there were any.
 */
function check(
  path: string,
  lastStamp: string | undefined,
  rebuilt: Rebuilt | undefined,
): string | undefined {
  const name = basename(path);
  using database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  const version = readVersion(database, name);
  if (version > newestVersion) throw projectNewer(name, version, newestVersion);
  if (version > 0) checkIntegrity(database, name);
  const stamp = readStamp(database, name);
  if (rebuilt && stamp === lastStamp && !holdsTheSame(database, rebuilt)) throw projectDamaged(name);
  return stamp;
}

function holdsTheSame(database: DatabaseSync, rebuilt: Rebuilt): boolean {
  using other = openUnchanging(rebuilt.file);
  return haveSameContent(other, database);
}

/** Never deleted: somebody may still get something out of it. Gives its name; undefined where there was nothing. */
function setAside(path: string, now: Date): string | undefined {
  const date = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  let aside = `${path}.damaged-${date}`;
  for (let number = 2; existsSync(aside); number++) aside = `${path}.damaged-${date}-${number}`;
  rmSync(`${path}-shm`, { force: true });
  for (const suffix of ['', '-wal']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return existsSync(aside) ? basename(aside) : undefined;
}

function recovered(name: string, upTo: string | null, aside: string | undefined): string {
  const until =
    upTo === null ? 'as far as they are known' : `up to ${upTo.slice(0, 19).replace('T', ' ')} UTC`;
  const made = `so it was made again from its last good copy and the edits kept since, ${until}`;
  return aside === undefined
    ? `The file of the project ${name} was gone, ${made}.`
    : `The file of the project ${name} was damaged, ${made}; the damaged file lies beside it as ${aside}.`;
}

/** What a process that was killed left half written. */
function removeParts(path: string): void {
  const folder = dirname(path);
  const start = `${basename(copyOf(path))}.part-`;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(start)) rmSync(join(folder, name), { force: true });
  }
}
