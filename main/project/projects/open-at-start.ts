import { resolve } from 'node:path';
import { toDeepSportError } from '#common/domain/index.ts';
import type { ProjectStore } from '../project-store.ts';
import type { KnownProject } from './known-projects.ts';
import { hasProject, inMemory, isTaken, projectFileIn } from './project-files.ts';
import { projectGone } from './projects-errors.ts';

export type StartParts = {
  /** The project of the first start; `:memory:` for one that is kept nowhere. */
  readonly firstFile: string;
  /** Opened in place of the one opened last, and made where it is not there. */
  readonly file?: string | undefined;
  readonly openProject: (path: string) => ProjectStore;
};

type OpenedAtStart = {
  readonly path: string;
  readonly store: ProjectStore;
  /** Why it is not the one that was open last. */
  readonly problem: string | null;
};

/** The project named, else the one opened last, else another that can be opened, else a new one. */
export function openAtStart(
  { firstFile, file, openProject }: StartParts,
  known: readonly KnownProject[],
  projectsFolder: string,
  nameOf: (path: string) => string,
): OpenedAtStart {
  const named = file ?? (firstFile === inMemory ? inMemory : undefined);
  if (named !== undefined) {
    const path = named === inMemory ? named : resolve(named);
    return { path, store: openProject(path), problem: null };
  }
  const before = known
    .filter((each) => each.openedAt !== null && !each.forgotten)
    .sort((a, b) => (b.openedAt ?? '').localeCompare(a.openedAt ?? ''))
    .map((each) => each.path);
  const first = resolve(firstFile);
  let problem: string | null = null;
  const instead = (path: string) => (problem === null ? null : `${problem} ${nameOf(path)} is open instead.`);
  for (const path of new Set([...before, first])) {
    const isMissing = !hasProject(path);
    if (isMissing && path !== first) {
      problem ??= projectGone(nameOf(path)).message;
      continue;
    }
    try {
      return { path, store: openProject(path), problem: instead(path) };
    } catch (error) {
      problem ??= toDeepSportError(error).message;
    }
  }
  const path = freeName(projectsFolder);
  return { path, store: openProject(path), problem: instead(path) };
}

function freeName(folder: string): string {
  for (let number = 1; ; number++) {
    const path = projectFileIn(folder, number === 1 ? 'New project' : `New project ${number}`);
    if (!isTaken(path)) return path;
  }
}
