import { createHash } from 'node:crypto';
import { copyFile, open, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { contentHash } from '#main/video/content-hash.ts';
import { temporaryFolder } from './support/services.ts';

const mebibyte = 2 ** 20;

describe('The hash of what is in a file', () => {
  it('is SHA-256 over length and bytes for a short file', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('short');
    await writeFile(path, 'abc');
    const expected = createHash('sha256')
      .update(Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]))
      .update('abc');
    expect(await contentHash(path)).toBe(expected.digest('hex'));
  });

  it('is the same for a copy under another name, and another for every changed byte of a short file', async () => {
    await using folder = await temporaryFolder();
    const [path, copy] = [folder.path('a'), folder.path('b')];
    const bytes = Buffer.alloc(200_000, 7);
    await writeFile(path, bytes);
    await copyFile(path, copy);
    const hash = await contentHash(path);
    expect(await contentHash(copy)).toBe(hash);
    for (const at of [0, 65_536, 131_071, 199_999]) {
      const changed = Buffer.from(bytes);
      changed[at] = 8;
      await writeFile(copy, changed);
      expect(await contentHash(copy)).not.toBe(hash);
    }
  });

  it('reads little of a long file, but its length, its beginning and its end count', async () => {
    await using folder = await temporaryFolder();
    const path = folder.path('long');
    const length = 3000 * mebibyte;
    const hashWith = async (size: number, at: number) => {
      await using file = await open(path, 'w');
      await file.truncate(size);
      await file.write(Buffer.from([1]), 0, 1, at);
      return contentHash(path);
    };
    const hashes = [
      await hashWith(length, 0),
      await hashWith(length, length - 1),
      await hashWith(length, 3 * mebibyte),
      await hashWith(length + 1, 3 * mebibyte),
    ];
    expect(new Set(hashes).size).toBe(4);
  });

  it('says FILE_MISSING for no file, and stops when cancelled', async () => {
    await using folder = await temporaryFolder();
    await expect(contentHash(folder.path('none'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await writeFile(folder.path('some'), 'abc');
    const signal = AbortSignal.abort();
    await expect(contentHash(folder.path('some'), { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
