import { DeepSportError } from '#common/domain/index.ts';
import { toProjectError } from '../project-errors.ts';
import type { ProjectStore } from '../project-store.ts';
import type { OpenStore } from './open-store.ts';
import { moveProject, projectNameOf } from './project-files.ts';

type OpenProject = (path: string) => ProjectStore;

/** Closed, moved and opened again in one go, so that nothing comes in between; opened where it was if that fails. */
export function renameOpen(open: OpenStore, openProject: OpenProject, from: string, to: string): void {
  const { readOnly } = open.present();
  if (readOnly !== null) throw new DeepSportError('PROJECT_READ_ONLY', readOnly);
  open.present()[Symbol.dispose]();
  try {
    moveProject(from, to);
  } catch (error) {
    open.replace(openProject(from), { same: true });
    throw toProjectError(error, projectNameOf(from));
  }
  open.replace(openProject(to), { same: true });
}

/** A project that is not open here. */
export function renameClosed(openProject: OpenProject, from: string, to: string): void {
  // Opened for a moment: only the one process that may write may move it.
  const store = openProject(from);
  const { readOnly } = store;
  store[Symbol.dispose]();
  if (readOnly !== null) throw new DeepSportError('PROJECT_READ_ONLY', readOnly);
  try {
    moveProject(from, to);
  } catch (error) {
    throw toProjectError(error, projectNameOf(from));
  }
}
