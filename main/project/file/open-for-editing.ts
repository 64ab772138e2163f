import { randomUUID } from 'node:crypto';
import { copyFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Clock } from '#main/platform/index.ts';
import { createWriter } from './apply-writes.ts';
import { sizeOf, syncFile } from './durable-files.ts';
import { type Journal, type JournalHeader, openJournal } from './journal.ts';
import { adoptCopy, copyOf, removeDatabase } from './last-good-copy.ts';
import { journalOf, openChecked } from './open-checked.ts';
import { migrate, openWritable, readStamp } from './open-database.ts';
import type { SqlValue, StatementName, Write } from './statements.ts';

export type WriteStatement = (name: StatementName, ...values: SqlValue[]) => void;

/** The project as the one process has it that may write. */
export type Editing = {
  readonly database: DatabaseSync;
  readonly isNew: boolean;
  readonly notice: string | null;
  /** All that `work` writes, or nothing of it: in the journal and in the project when this returns. */
  transaction<T>(work: (write: WriteStatement) => T): T;
  close(): void;
};

export type EditingParts = {
  readonly clock: Clock;
  /** How long changes wait until there is a copy with them. */
  readonly copyAfterMilliseconds?: number | undefined;
};

/** A journal that has grown by so much is worth a copy at once. */
const largeJournal = 64 * 2 ** 20;
/** After a crash the copy is made anew when the application has come up. */
const soonMilliseconds = 5000;

/** A project that is kept nowhere. */
export function openInMemory(): Editing {
  const database = openWritable(':memory:');
  migrate(database, ':memory:');
  const write = createWriter(database);
  return {
    database,
    isNew: true,
    notice: null,
    transaction: (work) => inTransaction(database, () => work((name, ...values) => write([name, ...values]))),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

/** Whoever calls holds the lock, and gives it back after `close`. */
export function openForEditing(path: string, parts: EditingParts): Editing {
  const { clock, copyAfterMilliseconds = 180_000 } = parts;
  const name = basename(path);
  const now = () => new Date(clock()).toISOString();
  const { database, isNew, notice, journal: kept } = openChecked(path, new Date(clock()));
  let journal: Journal;
  try {
    database.exec('PRAGMA journal_mode = WAL');
    const isMigrated = migrate(database, name);
    journal =
      kept && !isMigrated
        ? openJournal(journalOf(path), kept, false)
        : openJournal(journalOf(path), { header: copyNow(), lines: [] }, true);
  } catch (error) {
    database.close();
    throw error;
  }
  const write = createWriter(database);
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isCopying = false;
  if (journal.grown > 0) copyIn(soonMilliseconds);

  return {
    database,
    isNew,
    notice,
    transaction(work) {
      const writes: Write[] = [];
      let isInJournal = false;
      try {
        const result = inTransaction(database, () => {
          const done = work((statement, ...values) => {
            const each: Write = [statement, ...values];
            write(each);
            writes.push(each);
          });
          if (writes.length > 0) {
            // First the journal, then the commit: whatever is in the project is in the journal as well.
            const stamp = journal.append({ at: now(), writes });
            isInJournal = true;
            write(['setStamp', stamp]);
          }
          return done;
        });
        if (writes.length > 0) copyIn(journal.grown > largeJournal ? 0 : copyAfterMilliseconds);
        return result;
      } catch (error) {
        if (isInJournal) journal.takeBack();
        throw error;
      }
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      clearTimeout(timer);
      try {
        closeWithCopy();
      } catch {
        // The copy before and the journal hold all of it just as well.
      } finally {
        if (database.isOpen) database.close();
        journal[Symbol.dispose]();
      }
    },
  };

  /** The copy from which the journal goes on; the journal begins without one where there is no room for it. */
  function copyNow(): JournalHeader {
    const part = partOf(path);
    try {
      database.prepare('VACUUM INTO ?').run(part);
      return { ...adoptCopy(path, part), closed: null, at: now() };
    } catch {
      return { stamp: readStamp(database, name) ?? '', copy: '', closed: null, at: now() };
    } finally {
      removeDatabase(part);
    }
  }

  function copyIn(milliseconds: number): void {
    if (timer || isCopying || isClosed) return;
    timer = setTimeout(() => {
      timer = undefined;
      void copyBeside();
    }, milliseconds);
    timer.unref();
  }

  /** In a thread of its own and by a connection of its own, so that edits go on meanwhile. */
  async function copyBeside(): Promise<void> {
    isCopying = true;
    const part = partOf(path);
    try {
      const source = new DatabaseSync(path, { readOnly: true });
      try {
        await backup(source, part, { rate: 2 ** 30 });
      } finally {
        source.close();
      }
      if (isClosed) return;
      // The journal is about to forget what is only in the log so far.
      if (sizeOf(`${path}-wal`) > 0) syncFile(`${path}-wal`);
      journal.restart({ ...adoptCopy(path, part), closed: null, at: now() });
    } catch {
      // No room, say: the journal goes on from the copy before.
    } finally {
      isCopying = false;
      rmSync(part, { force: true });
      if (!isClosed && journal.grown > 0) copyIn(copyAfterMilliseconds);
    }
  }

  /** Leaves one file with everything in it, the same bytes as its copy. */
  function closeWithCopy(): void {
    if (journal.grown === 0 && journal.header.closed !== null) return;
    const checkpoint = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    database.close();
    // Somebody is just reading, so that part of it is still in the log.
    if (checkpoint?.busy !== 0 || sizeOf(`${path}-wal`) > 0) return;
    const part = partOf(path);
    try {
      copyFileSync(path, part);
      const adopted = adoptCopy(path, part);
      journal.restart({ ...adopted, closed: adopted.copy, at: now() });
    } finally {
      rmSync(part, { force: true });
    }
  }
}

const partOf = (path: string): string => `${copyOf(path)}.part-${randomUUID()}`;

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
