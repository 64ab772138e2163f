import { DatabaseSync } from 'node:sqlite';
import { isBusy } from '../project-errors.ts';

/** Who may write to a project. The operating system holds it, so that it falls with its process. */
export interface ProjectLock extends Disposable {
  /** True when it is held here from now on; false while another process holds it. Throws where nobody can. */
  take(): boolean;
}

/**
 * A lock beside the project: an empty SQLite file in an exclusive transaction that never ends. Not on the project
 * itself, which others go on reading; and not a file that is merely there, which a killed process would leave.
 */
export function createProjectLock(projectPath: string): ProjectLock {
  let database: DatabaseSync | undefined;
  let isHeld = false;
  return {
    take() {
      if (isHeld) return true;
      try {
        database ??= new DatabaseSync(`${projectPath}.lock`, { timeout: 0 });
        // A file that cannot be written is only found out by writing; nothing of it reaches the disk.
        database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 1;');
        isHeld = true;
        return true;
      } catch (error) {
        database?.close();
        database = undefined;
        if (isBusy(error)) return false;
        throw error;
      }
    },
    [Symbol.dispose]() {
      database?.close();
      database = undefined;
      isHeld = false;
    },
  };
}
