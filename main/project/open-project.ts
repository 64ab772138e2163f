import { basename } from 'node:path';
import type { Clock } from '#main/platform/index.ts';
import { createClipStore } from './clip-store.ts';
import { openProjectFile } from './file/open-project-file.ts';
import type { ProjectStore } from './project-store.ts';
import { createRecordStore } from './record/create-record-store.ts';
import type { HistoryParts } from './record/edit-history.ts';
import { createTrajectoryStore } from './trajectory-store.ts';

export type ProjectParts = {
  readonly clock: Clock;
  /** Milliseconds since some moment, whatever a person does to the clock. */
  readonly elapsed?: () => number;
  /** How long changes wait until the last good copy is made anew. */
  readonly copyAfterMilliseconds?: number;
  /** How often a project that another process has open is looked at. */
  readonly lookEveryMilliseconds?: number;
  readonly historyLimits?: HistoryParts['limits'];
};

/**
 * Opens the project at a path, or makes it with its folder; read-only where another process has it open, where it
 * cannot be written, or where a newer version wrote it. `:memory:` is a project that is kept nowhere.
 * Throws PROJECT_DAMAGED, PROJECT_NEWER, DISK_FULL, or BAD_INPUT where the file cannot be opened.
 */
export function openProject(path: string, parts: ProjectParts): ProjectStore {
  const { clock, elapsed = () => performance.now() } = parts;
  const now = () => new Date(clock()).toISOString();
  const file = openProjectFile(path, { ...parts, onOtherState });
  const { changeClip, tellAnew, ...record } = createRecordStore({
    file,
    now,
    elapsed,
    limits: parts.historyLimits,
  });
  const { failInterrupted, ...trajectories } = createTrajectoryStore({ file, name: basename(path), now });
  let wasReadOnly = file.readOnly !== null;
  if (!wasReadOnly) {
    try {
      failInterrupted();
    } catch (error) {
      file[Symbol.dispose]();
      throw error;
    }
  }

  return {
    ...record,
    ...trajectories,
    ...createClipStore({ file, changeClip, path }),
    isNew: file.isNew,
    get readOnly() {
      return file.readOnly;
    },
    get notice() {
      return file.notice;
    },
    [Symbol.dispose]: () => file[Symbol.dispose](),
  };

  function onOtherState(): void {
    if (wasReadOnly && file.readOnly === null) {
      wasReadOnly = false;
      failInterrupted();
    }
    tellAnew();
  }
}
