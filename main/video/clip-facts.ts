import { z } from 'zod';
import { clipInfoSchema } from '#common/contract/index.ts';
import type { ClipInfo } from '#common/domain/index.ts';
import { createJsonStore } from '#main/platform/index.ts';

type Facts = Omit<ClipInfo, 'id'>;

/**
 * What was found out of files, so that a project with many long clips is listed without reading each of them again.
 * Closing it waits until everything is written.
 */
export interface ClipFacts extends AsyncDisposable {
  get(key: string): Promise<Facts | undefined>;
  set(key: string, facts: Facts): void;
}

const keptSchema = z.object({ version: z.string(), files: z.array(z.tuple([z.string(), clipInfoSchema])) });
/** At most so many files are remembered, those found out last. */
const mostFiles = 2000;
const key = 'clips';

/** Kept in one small file, read once; `version` is the application's: its next one may know more of a file. */
export function createClipFacts(file: string, version: string): ClipFacts {
  const store = createJsonStore(file, keptSchema);
  let reading: Promise<Map<string, ClipInfo>> | undefined;
  let writing: Promise<void> = Promise.resolve();
  let isWaiting = false;

  const known = () => {
    reading ??= store.get(key).then((kept) => new Map(kept?.version === version ? kept.files : []));
    return reading;
  };
  const write = async () => {
    isWaiting = false;
    await store.set(key, { version, files: [...(await known())].slice(-mostFiles) });
  };

  return {
    async get(name) {
      const found = (await known()).get(name);
      if (!found) return undefined;
      const { id: _, ...facts } = found;
      return facts;
    },
    set(name, facts) {
      const noting = known().then((files) => {
        files.delete(name);
        files.set(name, { ...facts, id: '' });
      });
      // What is found out while others are written goes with the next ones.
      if (isWaiting) return;
      isWaiting = true;
      writing = Promise.all([writing, noting]).then(write);
    },
    [Symbol.asyncDispose]: () => writing,
  };
}
