import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DeepSportError } from '#common/domain/index.ts';

/**
 * The real places of the current folder and of those allowed by name. The root of a disk is not taken for a folder
 * that somebody chose: programs start others there. Throws BAD_INPUT for a folder that is not there.
 */
export async function allowedFolders(
  current: string,
  allowed: readonly string[],
): Promise<readonly string[]> {
  const named = await Promise.all(
    allowed.map(async (folder) => {
      const path = resolve(current, folder);
      const found = await stat(path).catch(() => null);
      if (found?.isDirectory()) return realpath(path);
      throw new DeepSportError('BAD_INPUT', `--allow needs a folder that is there, not “${folder}”.`, {
        folder,
      });
    }),
  );
  const here = await realpath(current);
  return here === dirname(here) ? named : [here, ...named];
}
