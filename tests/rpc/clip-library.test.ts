import { existsSync } from 'node:fs';
import { appendFile, copyFile, mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Services } from '#main/composition.ts';
import { findFiles } from '#main/rpc/find-files.ts';
import { openRealServices, type RealServices, root } from '../hosts/real-services.ts';

const sample = (name: string) => join(root, 'resources', 'samples', name);

let folder = '';
let matches = '';
let real: RealServices;
const start = (): RealServices =>
  openRealServices({ projectFile: join(folder, 'project.deepsport'), resourceFolder: folder, host: 'web' });
const restart = async (): Promise<Services> => {
  await real[Symbol.asyncDispose]();
  real = start();
  return real.services;
};
/** Until what the clips hold has been noted. */
const noted = (services: Services) =>
  expect.poll(() => services.project.listClips().every(({ contentHash }) => contentHash !== null)).toBe(true);
const pathOf = async ({ clips }: Services, clipId: string) => (await clips.sourceOf(clipId)).path;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deepsport-library-'));
  matches = join(folder, 'matches');
  await mkdir(matches);
  await copyFile(sample('dive-a.mp4'), join(matches, 'a.mp4'));
  await copyFile(sample('dive-b.mp4'), join(matches, 'b.mp4'));
  real = start();
});
afterEach(async () => {
  await real[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('A clip of a project', () => {
  it('keeps its id when its file is written anew with the same content', async () => {
    const { clips, project } = real.services;
    const { id } = await clips.open(join(matches, 'a.mp4'));
    await noted(real.services);
    await utimes(join(matches, 'a.mp4'), 1000, 1000);
    expect((await clips.list()).map((clip) => clip.id)).toEqual([id]);
    expect((await clips.open(join(matches, 'a.mp4'))).id).toBe(id);
    const services = await restart();
    expect((await services.clips.list()).map((clip) => clip.id)).toEqual([id]);
    expect(project.listClips === services.project.listClips).toBe(false);
  });

  it('is the same when another copy of its file is opened', async () => {
    const { clips, project } = real.services;
    const { id } = await clips.open(join(matches, 'a.mp4'));
    await copyFile(join(matches, 'a.mp4'), join(folder, 'copy.mp4'));
    expect((await clips.open(join(folder, 'copy.mp4'))).id).toBe(id);
    expect(project.listClips()).toHaveLength(1);
    expect(await pathOf(real.services, id)).toBe(join(matches, 'a.mp4'));
  });

  it('is not taken for what lies in its place now: it is missing, and the new file a clip of its own', async () => {
    const file = join(matches, 'a.mp4');
    const { clips } = real.services;
    const { id } = await clips.open(file);
    await noted(real.services);
    await copyFile(sample('dive-b.mp4'), file);
    expect(await clips.list()).toEqual([]);
    expect(await clips.missing()).toEqual([
      { clipId: id, name: 'a.mp4', reason: expect.stringContaining('holds something else now') },
    ]);
    await expect(clips.frameTimes(id)).rejects.toMatchObject({ code: 'FILE_MISSING' });
    const other = await clips.open(file);
    expect(other.id).not.toBe(id);
    expect((await clips.list()).map((clip) => clip.id)).toEqual([other.id]);
    expect((await clips.missing()).map(({ clipId }) => clipId)).toEqual([id]);
  });

  it('whose file is gone is missing with a sentence and no path, and can be taken off the list', async () => {
    const { clips } = real.services;
    const { id } = await clips.open(join(matches, 'a.mp4'));
    await rm(join(matches, 'a.mp4'));
    const [missing] = await clips.missing();
    expect(missing?.reason).toMatch(/not where it was/);
    expect(missing?.reason).not.toContain('/');
    await clips.remove(id);
    expect(await clips.missing()).toEqual([]);
  });

  it('is found again below the project’s folder, wherever it was moved and whatever it is called', async () => {
    const { id } = await real.services.clips.open(join(matches, 'a.mp4'));
    const second = await real.services.clips.open(join(matches, 'b.mp4'));
    await noted(real.services);
    await real[Symbol.asyncDispose]();
    await mkdir(join(folder, 'archive', '2026'), { recursive: true });
    await rename(join(matches, 'a.mp4'), join(folder, 'archive', '2026', 'final dive.mp4'));
    // As long as the one looked for, and something else.
    await copyFile(join(matches, 'b.mp4'), join(folder, 'archive', 'b.mp4'));
    real = start();
    const { clips, jobs } = real.services;
    expect((await clips.missing()).map(({ clipId }) => clipId)).toEqual([id]);
    expect(await clips.findMissing()).toBe(1);
    expect(jobs.list()[0]).toMatchObject({ kind: 'find', status: 'done' });
    expect(await clips.missing()).toEqual([]);
    expect((await clips.list()).map((clip) => clip.id).sort()).toEqual([id, second.id].sort());
    expect(await pathOf(real.services, id)).toBe(join(folder, 'archive', '2026', 'final dive.mp4'));
    const services = await restart();
    expect(await services.clips.missing()).toEqual([]);
  });

  it('is found when the folder it lies in was renamed', async () => {
    const { id } = await real.services.clips.open(join(matches, 'a.mp4'));
    await noted(real.services);
    await rename(matches, join(folder, 'games'));
    const services = await restart();
    expect(await services.clips.findMissing()).toBe(1);
    expect(await pathOf(services, id)).toBe(join(folder, 'games', 'a.mp4'));
  });

  it('moves with its project when both lie in one folder', async () => {
    const { id } = await real.services.clips.open(join(matches, 'a.mp4'));
    await noted(real.services);
    await real[Symbol.asyncDispose]();
    const moved = `${folder} moved`;
    await rename(folder, moved);
    try {
      folder = moved;
      real = start();
      const [clip] = await real.services.clips.list();
      expect(clip?.id).toBe(id);
      expect(await pathOf(real.services, id)).toBe(join(moved, 'matches', 'a.mp4'));
      expect(await real.services.clips.missing()).toEqual([]);
    } finally {
      matches = join(folder, 'matches');
    }
  });

  it('comes back by itself when its moved file is opened', async () => {
    const { id } = await real.services.clips.open(join(matches, 'a.mp4'));
    await noted(real.services);
    await rename(join(matches, 'a.mp4'), join(folder, 'moved.mp4'));
    const { clips } = real.services;
    expect(await clips.list()).toEqual([]);
    expect((await clips.open(join(folder, 'moved.mp4'))).id).toBe(id);
    expect(await clips.missing()).toEqual([]);
    expect(await pathOf(real.services, id)).toBe(join(folder, 'moved.mp4'));
  });

  it('is tied to a file a person chose, where that holds the same', async () => {
    const { clips } = real.services;
    const { id } = await clips.open(join(matches, 'a.mp4'));
    await noted(real.services);
    await rename(join(matches, 'a.mp4'), join(folder, 'elsewhere.mp4'));
    expect((await clips.relink(id, join(folder, 'elsewhere.mp4'))).id).toBe(id);
    expect(await clips.missing()).toEqual([]);
  });

  it('is not tied to another file: the sentence says what differs', async () => {
    const { clips } = real.services;
    const { id } = await clips.open(join(matches, 'a.mp4'));
    await noted(real.services);
    await rename(join(matches, 'a.mp4'), join(folder, 'away.mp4'));
    await expect(clips.relink(id, join(matches, 'b.mp4'))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(
        /^b\.mp4 does not hold what a\.mp4 did: it has [\d,]+ bytes, not [\d,]+\./,
      ),
    });
    const cut = join(folder, 'same length.mp4');
    await copyFile(join(folder, 'away.mp4'), cut);
    await appendFile(cut, 'x');
    await expect(clips.relink(id, cut)).rejects.toThrow(/bytes, not/);
    await expect(clips.relink(id, join(folder, 'nowhere.mp4'))).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
    await expect(clips.relink('unknown', cut)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await clips.missing()).map(({ clipId }) => clipId)).toEqual([id]);
  });

  it('keeps the rate its camera ran at when it is found again', async () => {
    const { clips } = real.services;
    const { id } = await clips.open(join(matches, 'a.mp4'));
    await clips.setCaptureRate(id, 240);
    await noted(real.services);
    await rename(join(matches, 'a.mp4'), join(matches, 'c.mp4'));
    expect(await clips.findMissing()).toBe(1);
    expect(await clips.get(id)).toMatchObject({ id, captureRate: 240 });
  });
});

describe('Looking for clips', () => {
  it('can be cancelled, and finds nothing then', async () => {
    const { clips, jobs } = real.services;
    await clips.open(join(matches, 'a.mp4'));
    await noted(real.services);
    await rename(join(matches, 'a.mp4'), join(matches, 'c.mp4'));
    const finding = clips.findMissing();
    jobs.cancel(jobs.list()[0]?.id ?? '');
    await expect(finding).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await clips.missing()).toHaveLength(1);
  });

  it('goes through what is near first, leaves out hidden folders, and stops at a bound', async () => {
    const place = join(folder, 'place');
    await mkdir(join(place, 'deep', 'deeper'), { recursive: true });
    await mkdir(join(place, '.hidden'));
    for (const name of ['deep/deeper/3.mp4', 'deep/2.mp4', '1.mp4', '.hidden/4.mp4']) {
      await writeFile(join(place, name), name);
    }
    const names = async (options: Parameters<typeof findFiles>[1]) => {
      const found: string[] = [];
      for await (const { path } of findFiles([place, place], options))
        found.push(path.slice(place.length + 1));
      return found;
    };
    expect(await names({})).toEqual(['1.mp4', join('deep', '2.mp4'), join('deep', 'deeper', '3.mp4')]);
    expect(await names({ depth: 1 })).toHaveLength(2);
    expect(await names({ most: 4 })).toHaveLength(2);
    expect(existsSync(join(place, '.hidden', '4.mp4'))).toBe(true);
  });
});

describe('Two projects', () => {
  it('keep their own clips and questions, whatever the other one has', async () => {
    const { clips, projects, project } = real.services;
    const first = await clips.open(join(matches, 'a.mp4'));
    const before = projects.current().id;
    await projects.create('Second');
    expect(await clips.list()).toEqual([]);
    await expect(clips.get(first.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const second = await clips.open(join(matches, 'b.mp4'));
    expect(project.listClips().map(({ name }) => name)).toEqual(['b.mp4']);
    await projects.open(before);
    expect((await clips.list()).map(({ id }) => id)).toEqual([first.id]);
    await expect(clips.get(second.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await projects.poster(before))?.slice(0, 2)).toEqual(new Uint8Array([0xff, 0xd8]));
  });
});
