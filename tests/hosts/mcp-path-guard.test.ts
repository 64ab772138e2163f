import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedFolders } from '#main/hosts/mcp/allowed-folders.ts';
import { createPathGuard } from '#main/hosts/mcp/path-guard.ts';

let folder = '';
const at = (...parts: string[]) => join(folder, ...parts);

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'deepsport-guard-')));
  for (const name of ['inside', 'inside/deep', 'outside', 'inside-not']) mkdirSync(at(name));
  for (const name of ['inside/a.mp4', 'outside/b.mp4', 'inside-not/c.mp4']) writeFileSync(at(name), 'x');
  symlinkSync(at('outside'), at('inside', 'way-out'));
  symlinkSync(at('outside', 'b.mp4'), at('inside', 'b.mp4'));
  symlinkSync(at('inside'), at('outside', 'way-in'));
  symlinkSync(at('outside', 'gone.mp4'), at('inside', 'gone.mp4'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const guard = () => createPathGuard([at('inside')], at('inside'));
const denied = { code: 'ACCESS_DENIED' };

describe('The folders that another agent may use', () => {
  it('hold what lies below them, by any way that leads there', async () => {
    expect(await guard().toRead('a.mp4', [])).toBe(at('inside', 'a.mp4'));
    expect(await guard().toRead(at('outside', 'way-in', 'a.mp4'), [])).toBe(at('inside', 'a.mp4'));
    expect(await guard().toRead('deep/../a.mp4', [])).toBe(at('inside', 'a.mp4'));
    expect(await guard().toWrite('deep/new.mp4')).toBe(at('inside', 'deep', 'new.mp4'));
  });

  it('do not hold what only looks so, whether it is there or not', async () => {
    const paths = ['../outside/b.mp4', 'way-out/b.mp4', 'b.mp4', '../inside-not/c.mp4', '../no/no.mp4', '/'];
    for (const path of paths) await expect(guard().toRead(path, []), path).rejects.toMatchObject(denied);
    for (const path of ['way-out/new.mp4', '../new.mp4', 'way-out/no/new.mp4', 'deep/../../new.mp4']) {
      await expect(guard().toWrite(path), path).rejects.toMatchObject(denied);
    }
  });

  it('are told by the file’s name alone', async () => {
    await expect(guard().toRead(at('outside', 'b.mp4'), [])).rejects.toThrow(
      /^b\.mp4 lies outside the folders/,
    );
  });

  it('need not hold a clip of the project', async () => {
    const own = [at('outside', 'b.mp4')];
    expect(await guard().toRead('way-out/b.mp4', own)).toBe(own[0]);
    await expect(guard().toRead('../inside-not/c.mp4', own)).rejects.toMatchObject(denied);
  });

  it('have nothing of theirs replaced, not even a link to nothing', async () => {
    for (const name of ['a.mp4', 'b.mp4', 'gone.mp4', 'deep']) {
      await expect(guard().toWrite(name), name).rejects.toThrow(
        `There is already something named ${name}: choose another name.`,
      );
    }
  });

  it('are the current one and those named, and never a whole disk that nobody named', async () => {
    const { root } = parse(folder);
    expect(await allowedFolders(at('inside'), ['../outside'])).toEqual([at('inside'), at('outside')]);
    expect(await allowedFolders(root, [])).toEqual([]);
    expect(await allowedFolders(root, [at('outside', 'way-in')])).toEqual([at('inside')]);
    await expect(allowedFolders(folder, ['inside/a.mp4'])).rejects.toThrow(
      '--allow needs a folder that is there, not “inside/a.mp4”.',
    );
  });
});
