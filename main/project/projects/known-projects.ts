import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type CreateId, createJsonStore } from '#main/platform/index.ts';
import { fromStoredPath, toStoredPath } from '../stored-path.ts';

/** A project file that was seen on this machine. */
export type KnownProject = {
  /** Opaque, and the same for good, wherever the file is renamed to from here. */
  readonly id: string;
  readonly path: string;
  /** ISO 8601, UTC; null where it was never opened here. */
  readonly openedAt: string | null;
  /** Taken off the list by a person; kept so that looking through the folder does not bring it back. */
  readonly forgotten: boolean;
};

const listSchema = z.array(
  z.object({
    id: z.string(),
    path: z.string(),
    openedAt: z.string().nullable(),
    forgotten: z.boolean(),
  }),
);
const key = 'projects';

/** The project files known on this machine, in a small file beside them. */
export function createKnownProjects(file: string, createId: CreateId) {
  const kept = createJsonStore(file, listSchema);
  let changing: Promise<void> = Promise.resolve();

  // Relative where they lie below the list's own folder, so that it can be moved as a whole.
  const withPaths = (known: readonly KnownProject[], change: typeof toStoredPath) =>
    known.map((each) => ({ ...each, path: change(file, each.path) }));
  // Read again for each change, for another host may have written it meanwhile.
  const read = async (): Promise<readonly KnownProject[]> =>
    withPaths((await kept.get(key)) ?? [], fromStoredPath);
  const change = (alter: (known: readonly KnownProject[]) => readonly KnownProject[]): Promise<void> => {
    changing = changing.then(async () => kept.set(key, withPaths(alter(await read()), toStoredPath)));
    return changing;
  };

  return {
    /** For the very start, which cannot wait. */
    readNow: (): readonly KnownProject[] => {
      try {
        const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
        const known = z.object({ [key]: listSchema }).safeParse(parsed).data?.[key] ?? [];
        return withPaths(known, fromStoredPath);
      } catch {
        return [];
      }
    },
    all: async () => {
      await changing;
      return read();
    },
    /** Notes files that are not on the list yet. */
    notice: async (paths: readonly string[]): Promise<void> => {
      await changing;
      const known = await read();
      if (paths.every((path) => known.some((each) => each.path === path))) return;
      await change((now) => [
        ...now,
        ...paths
          .filter((path) => !now.some((each) => each.path === path))
          .map((path) => ({ id: createId(), path, openedAt: null, forgotten: false })),
      ]);
    },
    /** Notes that a file was opened; it is on the list again where it had been taken off. */
    opened: (id: string, path: string, openedAt: string) =>
      change((known) => [
        ...known.filter((each) => each.id !== id && each.path !== path),
        { id, path, openedAt, forgotten: false },
      ]),
    moved: (id: string, path: string) =>
      change((known) =>
        known
          .filter((each) => each.id === id || each.path !== path)
          .map((each) => (each.id === id ? { ...each, path } : each)),
      ),
    forget: (id: string) =>
      change((known) => known.map((each) => (each.id === id ? { ...each, forgotten: true } : each))),
  };
}
