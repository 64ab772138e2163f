import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** Small facts by name, kept in one file: what was measured once and can be measured again. Never throws. */
export type JsonStore<Value> = {
  get(key: string): Promise<Value | undefined>;
  set(key: string, value: Value): Promise<void>;
};

/** What cannot be read, or is of another form, is as good as not there. */
export function createJsonStore<Value>(file: string, schema: z.ZodType<Value>): JsonStore<Value> {
  let writing: Promise<void> = Promise.resolve();
  const read = async (): Promise<Record<string, unknown>> => {
    try {
      const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
      return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
    } catch {
      return {};
    }
  };
  return {
    get: async (key) => {
      await writing;
      return schema.safeParse((await read())[key]).data;
    },
    set(key, value) {
      writing = writing.then(async () => {
        const all = { ...(await read()), [key]: value };
        await mkdir(dirname(file), { recursive: true });
        await writeFile(`${file}.part`, JSON.stringify(all, null, 1));
        await rename(`${file}.part`, file);
      }, undefined);
      writing = writing.catch(() => {});
      return writing;
    },
  };
}
