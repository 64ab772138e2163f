import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const extension = '.deepsport';

/** The path of a project that is kept nowhere. */
export const inMemory = ':memory:';

export const projectFileIn = (folder: string, name: string): string => join(folder, `${name}${extension}`);

export const isProjectFile = (path: string): boolean => path.toLowerCase().endsWith(extension);

/** What a person calls a project: its file's name. */
export const projectNameOf = (path: string): string =>
  isProjectFile(path) ? basename(path).slice(0, -extension.length) : basename(path);

/** Its last good copy, from which it is recovered where the file itself is gone. */
export const hasProject = (path: string): boolean => existsSync(path) || existsSync(`${path}.backup`);

/** The project files lying in a folder. */
export function projectsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && isProjectFile(entry.name))
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}

/** Whether something of that name lies there already, on systems too that do not tell capitals from small letters. */
export function isTaken(path: string): boolean {
  try {
    const wanted = basename(path).toLowerCase();
    return readdirSync(dirname(path)).some((name) => name.toLowerCase() === wanted);
  } catch {
    return false;
  }
}

/**
 * Moves a closed project with what lies beside it: log, lock, last good copy, journal. Where one of them cannot be
 * moved, those moved before are put back.
 */
export function moveProject(from: string, to: string): void {
  const [name, folder] = [basename(from), dirname(from)];
  const beside = readdirSync(folder).filter(
    (each) => each.startsWith(`${name}-`) || each.startsWith(`${name}.`),
  );
  const moved: (readonly [string, string])[] = [];
  try {
    for (const each of [...beside, name]) {
      const [source, target] = [
        join(folder, each),
        join(dirname(to), basename(to) + each.slice(name.length)),
      ];
      renameSync(source, target);
      moved.push([source, target]);
    }
  } catch (error) {
    for (const [source, target] of moved.reverse()) renameSync(target, source);
    throw error;
  }
}
