import { DeepSportError, isDeepSportError } from '#common/domain/index.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const sqliteCode = { io: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;
const readOnly = 8;
const busy = 5;

/** What SQLite or the file system said, as one sentence on the project of that name. */
export function toProjectError(error: unknown, name: string): DeepSportError {
  if (isDeepSportError(error)) return error;
  const cause = { cause: error };
  const facts = { name };
  switch (primaryCode(error)) {
    case sqliteCode.full:
      return diskFull(name, error);
    case sqliteCode.corrupt:
    case sqliteCode.notADatabase:
      return projectDamaged(name, error);
    case busy:
      return new DeepSportError(
        'BAD_INPUT',
        `The project ${name} is in use by another program. Close it there and try again.`,
        facts,
        cause,
      );
    case readOnly:
    case sqliteCode.io:
    case sqliteCode.cannotOpen:
      return cannotUse(name, error);
  }
  const systemCode = error instanceof Error && 'code' in error ? error.code : undefined;
  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT') return diskFull(name, error);
  if (error instanceof SyntaxError) return projectDamaged(name, error);
  return cannotUse(name, error);
}

/** Why a project can only be looked at; one sentence and what to do about it. */
export const openElsewhere = (name: string): string =>
  `The project ${name} is open in another DeepSport, so here it can only be looked at. Close it there to edit.`;

export const unwritable = (name: string): string =>
  `The project ${name} cannot be written, so it can only be looked at. Allow writing to its file and folder to edit.`;

export const writtenByNewer = (name: string): string =>
  `The project ${name} was written by a newer version of DeepSport, so here it can only be looked at. ` +
  'Update DeepSport to edit it.';

export const takenOver = (name: string): string =>
  `The project ${name} was closed in the other DeepSport, so it can be edited here now.`;

export const isBusy = (error: unknown): boolean => primaryCode(error) === busy;

export const projectDamaged = (name: string, cause?: unknown): DeepSportError =>
  new DeepSportError(
    'PROJECT_DAMAGED',
    `The project ${name} cannot be read: it is damaged, or not a DeepSport project. ` +
      'It was left as it is. Choose another project, or put a copy in its place.',
    { name },
    { cause },
  );

export const damagedWhileOpen = (name: string, cause: unknown): DeepSportError =>
  new DeepSportError(
    'PROJECT_DAMAGED',
    `The file of the project ${name} was damaged while it was open. Close the project and open it again: ` +
      'it is made again from its last good copy and the edits kept since.',
    { name },
    { cause },
  );

export const projectNewer = (name: string, version: number, newestKnown: number): DeepSportError =>
  new DeepSportError(
    'PROJECT_NEWER',
    `The project ${name} was written by a newer version of DeepSport (format ${version}; this version reads up ` +
      `to ${newestKnown}). Update DeepSport to open it; it was left as it is.`,
    { name, version, newestKnown },
  );

const diskFull = (name: string, cause: unknown): DeepSportError =>
  new DeepSportError(
    'DISK_FULL',
    `The disk is full, so the last change to the project ${name} was not saved. Free some space and try again.`,
    { name },
    { cause },
  );

const cannotUse = (name: string, cause: unknown): DeepSportError =>
  new DeepSportError(
    'BAD_INPUT',
    `The project ${name} cannot be opened or written (${reason(cause)}). Check the folder and its permissions.`,
    { name },
    { cause },
  );

/** The words without the code before them and the path behind them: paths stay out of what a page may show. */
const reason = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^E[A-Z]+: /, '').split(',')[0] ?? message;
};

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
