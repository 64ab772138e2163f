import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { DeepSportError } from '#common/domain/index.ts';

/** Which files another agent may have opened and written: what lies below the folders, links followed. */
export type PathGuard = {
  /**
   * The place of a file to be read, without links in it. `own` are files that may be read wherever they lie.
   * Throws ACCESS_DENIED, whether the file is there or not.
   */
  toRead(path: string, own: readonly string[]): Promise<string>;
  /** The place of a file or folder to be made. Throws ACCESS_DENIED, and BAD_INPUT where something is there. */
  toWrite(path: string): Promise<string>;
};

/** The folders by their real places; relative paths count from the first of `folders`, or from `base`. */
export function createPathGuard(folders: readonly string[], base: string): PathGuard {
  const check = (path: string, real: string): string => {
    if (folders.some((folder) => isInside(folder, real))) return real;
    const name = basename(path);
    throw new DeepSportError(
      'ACCESS_DENIED',
      `${name} lies outside the folders that this server may use: a person can add its folder with --allow when they start deepsport mcp.`,
      { name },
    );
  };
  return {
    async toRead(path, own) {
      const real = await realPlace(resolve(base, path));
      const owned = await Promise.all(own.map(realPlace));
      return owned.includes(real) ? real : check(path, real);
    },
    async toWrite(path) {
      const target = resolve(base, path);
      // A link at the end of the way is what would be replaced, so the folder is what counts.
      const place = join(check(path, await realPlace(dirname(target))), basename(target));
      const isThere = await lstat(place).then(
        () => true,
        () => false,
      );
      if (!isThere) return place;
      const name = basename(place);
      throw new DeepSportError(
        'BAD_INPUT',
        `There is already something named ${name}: choose another name.`,
        {
          name,
        },
      );
    },
  };
}

/** The place with all links followed, of what need not be there. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPlace(parent), basename(path));
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
