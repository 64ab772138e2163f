import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createJsonStore } from '#main/platform/index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const open = () => createJsonStore(join(folder, 'deep', 'facts.json'), z.object({ speed: z.number() }));

it('A store of facts keeps them from one start to the next, however many are written at once', async () => {
  const store = open();
  await Promise.all(Array.from({ length: 20 }, (_, speed) => store.set(`key ${speed}`, { speed })));
  expect(await open().get('key 7')).toEqual({ speed: 7 });
  expect(await open().get('key 19')).toEqual({ speed: 19 });
  expect(await open().get('other')).toBeUndefined();
});

it('A store whose file is broken, of another form or cannot be written is as good as empty', async () => {
  const store = open();
  await store.set('a', { speed: 1 });
  writeFileSync(join(folder, 'deep', 'facts.json'), '{"a": {"speed": "fast"}, "b"');
  expect(await store.get('a')).toBeUndefined();
  writeFileSync(join(folder, 'deep', 'facts.json'), '{"a": {"speed": "fast"}}');
  expect(await store.get('a')).toBeUndefined();
  const nowhere = createJsonStore(join(folder, 'deep', 'facts.json', 'x.json'), z.number());
  await nowhere.set('a', 1);
  expect(await nowhere.get('a')).toBeUndefined();
});
