import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DeepSportError } from '#common/domain/index.ts';
import {
  damagedWhileOpen,
  openElsewhere,
  takenOver,
  toProjectError,
  unwritable,
  writtenByNewer,
} from '../project-errors.ts';
import {
  type Editing,
  type EditingParts,
  openForEditing,
  openInMemory,
  type WriteStatement,
} from './open-for-editing.ts';
import { openForViewing, type Viewing } from './open-for-viewing.ts';
import { createProjectLock } from './project-lock.ts';
import { noteBeside } from './remove-beside.ts';
import type { SqlValue } from './statements.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The open file of a project: reads, and writes where this process may. All it throws are DeepSportErrors. */
export interface ProjectFile extends Disposable {
  readonly isNew: boolean;
  /** Why nothing can be changed, in one sentence; null where everything can. It may become null. */
  readonly readOnly: string | null;
  /** What happened to the file that a person should know, in one sentence; null for nothing. */
  readonly notice: string | null;
  rows(sql: string, ...values: readonly SqlValue[]): readonly Row[];
  /** All that `work` reads is of one moment. */
  reading<T>(work: () => T): T;
  /** One transaction, durable when it returns. Throws PROJECT_READ_ONLY, DISK_FULL. */
  transaction<T>(work: (write: WriteStatement) => T): T;
}

export type ProjectFileParts = EditingParts & {
  /** How often one who may only look asks whether there is something new, or may write now. */
  readonly lookEveryMilliseconds?: number | undefined;
  /** Called when another process has changed the project, and when this one may write from now on. */
  readonly onOtherState: () => void;
};

type Session =
  | { readonly kind: 'editing'; readonly editing: Editing }
  | {
      readonly kind: 'viewing';
      readonly viewing: Viewing;
      readonly reason: string;
      readonly mayEdit: boolean;
    };

/** Throws PROJECT_DAMAGED, PROJECT_NEWER, DISK_FULL, or BAD_INPUT where the file cannot be opened. */
export function openProjectFile(path: string, parts: ProjectFileParts): ProjectFile {
  const name = basename(path);
  const lock = path === ':memory:' ? undefined : createProjectLock(path);
  let session = openFirst();
  let notice = session.kind === 'editing' ? session.editing.notice : null;
  let quietUntil = 0;
  const statements = new Map<string, StatementSync>();
  const timer =
    session.kind === 'viewing' ? setInterval(look, parts.lookEveryMilliseconds ?? 1000) : undefined;
  timer?.unref();

  return {
    isNew: session.kind === 'editing' && session.editing.isNew,
    get readOnly() {
      return session.kind === 'viewing' ? session.reason : null;
    },
    get notice() {
      return notice;
    },
    rows: (sql, ...values) => guarded(() => prepare(sql).all(...values)),
    reading: (work) =>
      guarded(() => {
        const { database } = present();
        if (database.isTransaction) return work();
        database.exec('BEGIN');
        try {
          return work();
        } finally {
          database.exec('COMMIT');
        }
      }),
    transaction: (work) =>
      guarded(() => {
        if (session.kind === 'viewing')
          throw new DeepSportError('PROJECT_READ_ONLY', session.reason, { name });
        return session.editing.transaction(work);
      }),
    [Symbol.dispose]() {
      clearInterval(timer);
      present().close();
      lock?.[Symbol.dispose]();
    },
  };

  function present(): Editing | Viewing {
    return session.kind === 'editing' ? session.editing : session.viewing;
  }

  function prepare(sql: string): StatementSync {
    let statement = statements.get(sql);
    if (!statement) {
      statement = (present().database satisfies DatabaseSync).prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  }

  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const problem = toProjectError(error, name);
      throw problem.code === 'PROJECT_DAMAGED' && problem !== error ? damagedWhileOpen(name, error) : problem;
    }
  }

  function openFirst(): Session {
    try {
      return lock ? open() : { kind: 'editing', editing: openInMemory() };
    } catch (error) {
      throw toProjectError(error, name);
    }
  }

  function open(): Session {
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      if (!existsSync(path)) throw error;
    }
    const beside = noteBeside(path);
    const reason = whyOnlyLook();
    if (reason !== null) return view(reason, reason === openElsewhere(name));
    try {
      return { kind: 'editing', editing: openForEditing(path, parts) };
    } catch (error) {
      if (toProjectError(error, name).code === 'PROJECT_NEWER') {
        lock?.[Symbol.dispose]();
        return view(writtenByNewer(name), false);
      }
      // While the lock is held nobody else has any of it.
      beside.removeLog();
      beside.removeLock();
      lock?.[Symbol.dispose]();
      // Windows removes no file that is open.
      beside.removeLock();
      throw error;
    }
  }

  function view(reason: string, mayEdit: boolean): Session {
    const viewing = openForViewing(path);
    return { kind: 'viewing', viewing, reason: viewing.isNewer ? writtenByNewer(name) : reason, mayEdit };
  }

  /** Takes the lock. Null where this process may write from now on. */
  function whyOnlyLook(): string | null {
    try {
      if (!lock?.take()) return openElsewhere(name);
      // The folder is not all: SQLite would open a file that cannot be written without a word.
      if (existsSync(path)) closeSync(openSync(path, 'r+'));
      return null;
    } catch (error) {
      if (!existsSync(path)) throw error;
      if (systemCodeOf(error) === 'EISDIR') return null;
      lock?.[Symbol.dispose]();
      return unwritable(name);
    }
  }

  /** Looks whether the one who writes has written something, or has gone. */
  function look(): void {
    // A project that was moved away is shown as it was.
    if (session.kind !== 'viewing' || !existsSync(path) || performance.now() < quietUntil) return;
    const start = performance.now();
    const { viewing, reason, mayEdit } = session;
    try {
      if (mayEdit && lock?.take()) takeOver(viewing);
      else if (!viewing.isInPlace()) {
        session = view(reason, mayEdit);
        viewing.close();
        statements.clear();
        parts.onOtherState();
      } else if (viewing.changed()) parts.onOtherState();
    } catch {
      // What cannot be taken over can be looked at as before.
      if (session.kind !== 'viewing') return;
      session = { ...session, mayEdit: false };
      lock?.[Symbol.dispose]();
    }
    // Telling all of a large project takes time, which is not to be taken all the time.
    quietUntil = performance.now() + 9 * (performance.now() - start);
  }

  function takeOver(viewing: Viewing): void {
    const editing = openForEditing(path, parts);
    session = { kind: 'editing', editing };
    viewing.close();
    statements.clear();
    clearInterval(timer);
    notice = [takenOver(name), editing.notice].filter((each) => each !== null).join(' ');
    parts.onOtherState();
  }
}

const systemCodeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
