import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { toProjectError } from '../project-errors.ts';
import { projectNameOf } from './project-files.ts';

export type ProjectCounts = {
  readonly clipCount: number;
  readonly eventCount: number;
  /** Why the project cannot be opened, in one sentence; null where it can. */
  readonly problem: string | null;
};

/** How much is in a project, without opening it for work: nothing is written, locked or left beside the file. */
export function readCounts(path: string): ProjectCounts {
  const copy = `${path}.backup`;
  try {
    return { ...count(path), problem: null };
  } catch (error) {
    // Opening it will put its last good copy in its place.
    if (existsSync(copy)) {
      try {
        return { ...count(copy), problem: null };
      } catch {
        // The first failure says more.
      }
    }
    const name = projectNameOf(path);
    const problem = existsSync(path)
      ? toProjectError(error, name).message
      : `The file of ${name} is gone. Put it back where it was, or take the project off the list.`;
    return { clipCount: 0, eventCount: 0, problem };
  }
}

function count(path: string): Omit<ProjectCounts, 'problem'> {
  const url = pathToFileURL(path);
  // Without a log beside it nobody is writing, and reading must not make one.
  if (!existsSync(`${path}-wal`)) url.searchParams.set('immutable', '1');
  const database = new DatabaseSync(url, { readOnly: true, timeout: 500 });
  try {
    // Projects of earlier versions lack what later ones added.
    const has = (sql: string) => database.prepare(sql).all().length > 0;
    const isListed = has("SELECT 1 FROM pragma_table_info('clips') WHERE name = 'listed'")
      ? 'listed = 1'
      : '1';
    const hasItems = has("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'items'");
    const one = (sql: string) => Number(database.prepare(sql).get()?.count ?? 0);
    return {
      clipCount: one(`SELECT count(*) AS count FROM clips WHERE ${isListed}`),
      eventCount: hasItems ? one("SELECT count(*) AS count FROM items WHERE kind = 'event'") : 0,
    };
  } finally {
    database.close();
  }
}
