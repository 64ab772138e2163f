import { existsSync, rmSync } from 'node:fs';
import { sizeOf } from './durable-files.ts';

/**
 * Remembers what lies beside a project before it is opened, and gives what takes away the rest again where that
 * fails: its lock, and the log that SQLite makes for merely reading. A log that holds something stays.
 */
export function noteBeside(path: string): {
  readonly removeLock: () => void;
  readonly removeLog: () => void;
} {
  const [hadLock, hadLog, hadIndex] = ['.lock', '-wal', '-shm'].map((suffix) => existsSync(path + suffix));
  const remove = (suffix: string) => {
    try {
      rmSync(path + suffix, { force: true });
    } catch {
      // Another program has it open; it does no harm.
    }
  };
  return {
    removeLock: () => {
      if (!hadLock) remove('.lock');
    },
    removeLog: () => {
      if (sizeOf(`${path}-wal`) > 0) return;
      if (!hadLog) remove('-wal');
      if (!hadIndex) remove('-shm');
    },
  };
}
