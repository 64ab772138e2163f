import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseSeal } from '#common/domain/index.ts';
import { encodePngSync } from '#main/platform/index.ts';
import {
  type CasePart,
  checkSeal,
  keyName,
  openArchive,
  pngPixelsHash,
  sealKey,
  writeCase,
} from '#main/project/case/index.ts';
import { sealText } from '#main/project/case/seal.ts';
import { createRandom } from '../../random.ts';

let folder = '';
let path = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-case-'));
  path = join(folder, 'dive.zip');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = sealKey('5e'.repeat(32));
const picture = Buffer.from(
  encodePngSync(
    new Uint8Array(4 * 3 * 3).map((_, i) => i * 7),
    { width: 4, height: 3 },
  ),
);
const parts: readonly CasePart[] = [
  { name: 'frames/dive/000035.png', pieces: [picture] },
  { name: 'events.jsonl', pieces: ['{"kind":"event","note":"né 水"}\n', '{"kind":"event"}\n'] },
  { name: 'empty.jsonl', pieces: [] },
  { name: 'README.txt', pieces: ['Read me.\n'] },
];

async function bytesOf(files: readonly CasePart[] = parts, isSigned = true): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeCase(files, (root) => (isSigned ? (key?.sign(root) ?? null) : null))) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function check(bytes: Uint8Array) {
  writeFileSync(path, bytes);
  await using archive = await openArchive(path, 'dive.zip');
  return await checkSeal(archive, 'dive.zip', key?.publicKey ?? null);
}

/** The case with its files changed, and everything around them as it should be; the seal stays the old one. */
async function withFiles(change: (files: CasePart[]) => readonly CasePart[]): Promise<Buffer> {
  const whole = unzipSync(await bytesOf());
  const files = Object.entries(whole).map(([name, bytes]): CasePart => ({ name, pieces: [bytes] }));
  const pieces: Uint8Array[] = [];
  for await (const piece of writeCase(change(files), () => null)) pieces.push(piece);
  const all = Buffer.concat(pieces);
  // The writer added a seal of its own behind the old one: it is cut out again.
  return cutLastFile(all);
}

function cutLastFile(all: Buffer): Buffer {
  const listStart = all.readUInt32LE(all.length - 6);
  const headers: Buffer[] = [];
  let last = 0;
  for (let at = listStart; at < all.length - 22; ) {
    const next = at + 46 + all.readUInt16LE(at + 28);
    last = all.readUInt32LE(at + 42);
    headers.push(all.subarray(at, next));
    at = next;
  }
  const kept = headers.slice(0, -1);
  const end = Buffer.from(all.subarray(all.length - 22));
  end.writeUInt16LE(kept.length, 8);
  end.writeUInt16LE(kept.length, 10);
  end.writeUInt32LE(Buffer.concat(kept).length, 12);
  end.writeUInt32LE(last, 16);
  return Buffer.concat([all.subarray(0, last), ...kept, end]);
}

describe('The archive of a case', () => {
  it('is a ZIP that other programs read, with every file and a seal', async () => {
    const files = unzipSync(await bytesOf());
    expect(Object.keys(files)).toEqual([...parts.map(({ name }) => name), 'seal.json']);
    expect(Buffer.from(files['events.jsonl'] ?? []).toString()).toContain('né 水');
    expect(Buffer.from(files['frames/dive/000035.png'] ?? [])).toEqual(picture);
    const seal = JSON.parse(Buffer.from(files['seal.json'] ?? []).toString()) as CaseSeal;
    expect(seal.files.map(({ name }) => name)).toEqual(parts.map(({ name }) => name).sort());
  });

  it('is the same for the same content', async () => {
    expect(await bytesOf()).toEqual(await bytesOf());
    const cutDifferently = parts.map(({ name, pieces }) => ({
      name,
      pieces: [
        Buffer.concat([...(pieces as Iterable<string | Uint8Array>)].map((each) => Buffer.from(each))),
      ],
    }));
    expect(await bytesOf(cutDifferently)).toEqual(await bytesOf());
  });

  it('is whole when nothing was changed', async () => {
    const { faults, fileCount, root, signature } = await check(await bytesOf());
    expect(faults).toEqual([]);
    expect(fileCount).toBe(4);
    expect(root).toMatch(/^[0-9a-f]{64}$/);
    expect(signature).toEqual({ state: 'valid', key: keyName(key?.publicKey ?? ''), isOwn: true });
    const unsigned = await check(await bytesOf(parts, false));
    expect(unsigned.signature).toEqual({ state: 'none', key: null, isOwn: false });
    expect(unsigned.root).toBe(root);
  });

  it('shows any single byte that was changed, wherever it lies', { timeout: 120_000 }, async () => {
    const whole = await bytesOf();
    const random = createRandom(11);
    const structure = [...Array(40).keys(), ...Array.from({ length: 90 }, (_, i) => whole.length - 1 - i)];
    const places = [...structure, ...Array.from({ length: 250 }, () => random.integer(whole.length))];
    const unseen: string[] = [];
    for (const place of places) {
      const mask = 1 + random.integer(255);
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ mask;
      const found = await check(bytes).then(
        ({ faults }) => faults.length > 0,
        (error: { code?: string }) => error.code === 'BAD_INPUT',
      );
      if (!found) unseen.push(`${place} ^ ${mask}`);
    }
    expect(unseen).toEqual([]);
  });

  it('says what was changed, added, removed, or is in it twice', async () => {
    const is = (name: string) => (part: CasePart) => part.name === name;
    const sealed = (files: readonly CasePart[]) => files.filter(is('seal.json'));
    const without = (files: readonly CasePart[], name: string) => files.filter((part) => part.name !== name);
    const changed = await check(
      await withFiles((files) =>
        files.map((part) => (is('README.txt')(part) ? { ...part, pieces: ['Else'] } : part)),
      ),
    );
    expect(changed.faults).toEqual(['“README.txt” was changed: its hash is not the one in the seal.']);
    const removed = await check(await withFiles((files) => without(files, 'events.jsonl')));
    expect(removed.faults).toEqual(['“events.jsonl” is missing: it was removed.']);
    const extra: CasePart = { name: 'frames/dive/000036.png', pieces: ['x'] };
    const added = await check(await withFiles((files) => [extra, ...files]));
    expect(added.faults).toEqual(['“frames/dive/000036.png” is not in the seal: it was added.']);
    const twice = await check(await withFiles((files) => [...files.filter(is('README.txt')), ...files]));
    expect(twice.faults).toEqual(['“README.txt” is in it twice: one of them was added.']);
    const behind = await check(
      await withFiles((files) => [...without(files, 'README.txt'), ...files.filter(is('README.txt'))]),
    );
    expect(behind.faults).toEqual(['The seal is not the last file: files were added behind it.']);
    expect(sealed(parts)).toEqual([]);
  });

  it.each(['../x', '/etc/x', 'a/../../x', '..\\x', 'C:x', 'a//b', '.', 'a\u0000b'])(
    'tells of a file that leads elsewhere: %j',
    async (name) => {
      const { faults } = await check(await bytesOf([...parts, { name, pieces: ['x'] }]));
      expect(faults).toHaveLength(1);
      expect(faults[0]).toContain('leads out of the case');
    },
  );

  it('tells of a seal that was made anew by somebody without the key', async () => {
    const files = unzipSync(await bytesOf());
    const seal = JSON.parse(Buffer.from(files['seal.json'] ?? []).toString()) as CaseSeal;
    const others = sealKey('77'.repeat(32));
    const [first] = parts;
    if (!first || !others || !seal.signature) throw new Error('the case is not as expected');
    const resealed = await check(await bytesOf([first], false));
    expect(resealed.faults).toEqual([]);
    expect(resealed.root).not.toBe(seal.root);
    const forged = { ...seal, signature: { ...seal.signature, publicKey: others.publicKey } };
    const { faults } = await check(
      await withFiles((list) =>
        list.map((part) => (part.name === 'seal.json' ? { ...part, pieces: [sealText(forged)] } : part)),
      ),
    );
    expect(faults).toEqual([
      'The signature does not fit the seal: the case was changed after it was signed.',
    ]);
  });

  it('says in one sentence what is no case, or only part of one', async () => {
    const whole = await bytesOf();
    await expect(check(Buffer.from('not a zip at all, whatever its name says'))).rejects.toThrow(
      'is no case file',
    );
    await expect(check(Buffer.alloc(0))).rejects.toThrow('is no case file');
    await expect(check(zipSync({ 'holiday.txt': Buffer.from('sun') }))).rejects.toThrow(
      'packed by another program',
    );
    await expect(check(zipSync({ 'a.txt': Buffer.from('sun') }, { level: 0 }))).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    await expect(check(cutLastFile(whole))).rejects.toThrow('is no case file');
    await expect(check(Buffer.concat([whole, whole]))).rejects.toThrow('bytes were added or are missing');
    writeFileSync(path, whole);
    for (const length of [10, 100, whole.length - 60, whole.length - 1]) {
      truncateSync(path, length);
      await expect(openArchive(path, 'dive.zip')).rejects.toMatchObject({ code: 'BAD_INPUT' });
      writeFileSync(path, whole);
    }
    await expect(openArchive(join(folder, 'gone.zip'), 'gone.zip')).rejects.toThrow(
      'There is no file gone.zip.',
    );
    await expect(openArchive(folder, 'folder')).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('never unpacks what would swell, nor what lies over itself', async () => {
    const bomb = zipSync({ 'seal.json': [Buffer.alloc(8 * 2 ** 20), { level: 9 }] });
    expect(bomb.length).toBeLessThan(30_000);
    await expect(check(bomb)).rejects.toThrow('packed by another program');
    const overlapping = Buffer.from(await bytesOf());
    const listStart = overlapping.readUInt32LE(overlapping.length - 6);
    // The second file is said to begin where the first one does.
    const second = listStart + 46 + overlapping.readUInt16LE(listStart + 28);
    overlapping.writeUInt32LE(0, second + 42);
    await expect(check(overlapping)).rejects.toThrow('packed by another program');
  });

  it('says that a seal of a newer version is one', async () => {
    const files = unzipSync(await bytesOf());
    const seal = JSON.parse(Buffer.from(files['seal.json'] ?? []).toString()) as CaseSeal;
    const newer = await withFiles((list) =>
      list.map((part) =>
        part.name === 'seal.json' ? { ...part, pieces: [sealText({ ...seal, version: 2 })] } : part,
      ),
    );
    await expect(check(newer)).rejects.toThrow('newer version of DeepSport');
  });
});

describe('A picture of a case', () => {
  it('has the hash of its pixels, and none where it is another file or size', () => {
    const pixels = new Uint8Array(4 * 3 * 3).map((_, i) => i * 7);
    const size = { width: 4, height: 3 };
    const hash = pngPixelsHash(picture, size);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(pngPixelsHash(Buffer.from(encodePngSync(pixels, size)), size)).toBe(hash);
    expect(pngPixelsHash(picture, { width: 3, height: 4 })).toBeNull();
    expect(pngPixelsHash(Buffer.from('no picture'), size)).toBeNull();
    // A few bytes that would inflate to far more than such a picture holds.
    expect(
      pngPixelsHash(
        Buffer.from(encodePngSync(new Uint8Array(1000 * 1000 * 3), { width: 1000, height: 1000 })),
        size,
      ),
    ).toBeNull();
  });
});
