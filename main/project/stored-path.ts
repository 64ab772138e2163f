import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * A clip's path as the project keeps it: relative, with `/`, where the file lies below the project's folder, so
 * that the folder can be moved as a whole; absolute elsewhere.
 */
export function toStoredPath(projectPath: string, clipPath: string): string {
  const below = relative(dirname(resolve(projectPath)), clipPath);
  const isBelow = below !== '' && !isAbsolute(below) && below !== '..' && !below.startsWith(`..${sep}`);
  // A name such as `synthetic:frames=300` is no file; it stays as it is.
  return isAbsolute(clipPath) && isBelow ? below.split(sep).join('/') : clipPath;
}

export const fromStoredPath = (projectPath: string, stored: string): string =>
  isAbsolute(stored) || /^[a-z]+:/i.test(stored) ? stored : resolve(dirname(resolve(projectPath)), stored);
