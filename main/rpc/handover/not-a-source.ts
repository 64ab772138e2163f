import { basename, resolve } from 'node:path';
import { DeepSportError } from '#common/domain/index.ts';
import type { ProjectStore } from '#main/project/project-store.ts';

/** Throws BAD_INPUT for the place of a clip of the project: nothing that is handed over replaces one. */
export function checkNotSource(target: string, project: Pick<ProjectStore, 'listClips'>): void {
  const path = resolve(target);
  if (!project.listClips().some((clip) => resolve(clip.path) === path)) return;
  const name = basename(path);
  throw new DeepSportError(
    'BAD_INPUT',
    `${name} is a clip of the project, which is never overwritten. Choose another name.`,
    {
      name,
    },
  );
}
