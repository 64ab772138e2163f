import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CurrentProject } from '#common/domain/index.ts';
import { openProject } from '#main/project/index.ts';
import { createProjects, type ProjectsParts } from '#main/project/projects/create-projects.ts';

let folder = '';
let now = Date.UTC(2026, 0, 2);
let stopped = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-projects-'));
  now = Date.UTC(2026, 0, 2);
  stopped = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let nextId = 1;
const start = (more: Partial<ProjectsParts> = {}) =>
  createProjects({
    folder,
    remembers: true,
    firstFile: join(folder, 'project.deepsport'),
    openProject: (path) => openProject(path, { clock: () => now }),
    stopWork: async () => {
      stopped += 1;
    },
    picture: async () => undefined,
    clock: () => {
      now += 1000;
      return now;
    },
    createId: () => `id-${nextId++}`,
    log: () => {},
    ...more,
  });
type Projects = ReturnType<typeof start>;

const tag = (projects: Projects, id: string) =>
  projects.store.edit(
    {
      id,
      title: `Tag ${id}`,
      changes: [
        {
          kind: 'event',
          id,
          item: {
            kind: 'event',
            id,
            clipId: 'clip',
            codeId: 'code',
            range: { start: 0, end: 1 },
            labels: [],
            note: '',
            by: { kind: 'person' },
            evidence: [],
            createdAt: '2026-01-02T00:00:00.000Z',
          },
        },
      ],
    },
    { kind: 'person' },
  );
const eventsOf = (projects: Projects) => projects.store.snapshot().items.map(({ id }) => id);

describe('The projects of a machine', () => {
  it('begin with one, which an earlier version may have left', async () => {
    await using projects = start();
    expect(projects.isFirstStart).toBe(true);
    expect(projects.current()).toMatchObject({ name: 'First project', readOnly: null });
    expect(existsSync(join(folder, 'project.deepsport'))).toBe(true);
    expect(await projects.list()).toMatchObject([
      { name: 'First project', isOpen: true, clipCount: 0, eventCount: 0, problem: null },
    ]);
  });

  it('are made by name, opened in place of each other, and keep what belongs to each', async () => {
    await using projects = start();
    tag(projects, 'touch');
    const first = projects.current().id;
    const made = await projects.create('Cup final');
    expect(made.name).toBe('Cup final');
    expect(existsSync(join(folder, 'projects', 'Cup final.deepsport'))).toBe(true);
    expect(eventsOf(projects)).toEqual([]);
    tag(projects, 'goal');
    tag(projects, 'save');
    expect(await projects.list()).toMatchObject([
      { id: made.id, name: 'Cup final', isOpen: true, eventCount: 2 },
      { id: first, name: 'First project', isOpen: false, eventCount: 1 },
    ]);
    await projects.open(first);
    expect(eventsOf(projects)).toEqual(['touch']);
    expect(stopped).toBe(2);
    await projects.open(first);
    expect(stopped).toBe(2);
  });

  it('open with the one that was open last', async () => {
    const made = await (async () => {
      await using projects = start();
      return projects.create('Cup final');
    })();
    await using again = start();
    expect(again.current()).toEqual(made);
    expect(again.isFirstStart).toBe(false);
  });

  it('are still known when the folder of all of them was moved', async () => {
    const { id } = await (async () => {
      await using projects = start();
      return projects.create('Cup final');
    })();
    const moved = `${folder} moved`;
    renameSync(folder, moved);
    folder = moved;
    await using again = start();
    expect(again.current()).toMatchObject({ id, name: 'Cup final', notice: null });
    expect((await again.list()).map(({ name, problem }) => [name, problem])).toEqual([
      ['Cup final', null],
      ['First project', null],
    ]);
  });

  it('are told to those who watch, now and after each switch', async () => {
    await using projects = start();
    const leaving = new AbortController();
    const told: CurrentProject[] = [];
    const watching = (async () => {
      for await (const current of projects.watch(leaving.signal)) told.push(current);
    })();
    await expect.poll(() => told.length).toBe(1);
    await projects.create('Cup final');
    await expect.poll(() => told.map(({ name }) => name)).toEqual(['First project', 'Cup final']);
    await projects.rename(projects.current().id, 'Final');
    await expect.poll(() => told.at(-1)?.name).toBe('Final');
    leaving.abort();
    await watching;
  });

  it('refuse a second one of a name, however it is written', async () => {
    await using projects = start();
    await projects.create('Cup final');
    await expect(projects.create('cup FINAL')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(projects.create('First project')).rejects.toThrow(
      'There is a project “First project” already',
    );
    const other = await projects.create('Other');
    await expect(projects.rename(other.id, 'Cup final')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(projects.current().name).toBe('Other');
  });

  it('are renamed with all that lies beside them, open or not', async () => {
    await using projects = start();
    const { id } = await projects.create('Cup final');
    tag(projects, 'goal');
    expect(await projects.rename(id, 'Final 2026')).toMatchObject({ id, name: 'Final 2026', eventCount: 1 });
    tag(projects, 'save');
    expect(readdirSync(join(folder, 'projects')).filter((name) => name.startsWith('Cup'))).toEqual([]);
    const first = (await projects.list()).find(({ name }) => name === 'First project');
    expect(await projects.rename(first?.id ?? '', 'Practice')).toMatchObject({
      name: 'Practice',
      id: first?.id,
    });
    expect(existsSync(join(folder, 'Practice.deepsport'))).toBe(true);
    await projects.open(first?.id ?? '');
    await projects.open(id);
    expect(eventsOf(projects)).toEqual(['goal', 'save']);
  });

  it('are not renamed while another DeepSport has them open', async () => {
    await using projects = start();
    const { id } = await projects.create('Cup final');
    const file = join(folder, 'projects', 'Cup final.deepsport');
    await projects.open((await projects.list()).find(({ isOpen }) => !isOpen)?.id ?? '');
    using _elsewhere = openProject(file, { clock: () => now });
    await expect(projects.rename(id, 'Final')).rejects.toMatchObject({ code: 'PROJECT_READ_ONLY' });
    expect(existsSync(file)).toBe(true);
    expect((await projects.open(id)).readOnly).toMatch(/open in another DeepSport/);
    await expect(projects.rename(id, 'Final')).rejects.toMatchObject({ code: 'PROJECT_READ_ONLY' });
  });

  it('count the clips on their lists, not those taken off', async () => {
    await using projects = start();
    const clip = { name: 'a.mp4', videoTrack: null, captureRate: null, contentHash: null, sizeBytes: null };
    const addedAt = '2026-01-02T00:00:00.000Z';
    projects.store.addClip({ ...clip, clipId: 'a', path: '/a.mp4', addedAt });
    projects.store.addClip({ ...clip, clipId: 'b', path: '/b.mp4', addedAt });
    projects.store.removeClip('a');
    expect(await projects.list()).toMatchObject([{ clipCount: 1 }]);
    await projects.create('Other');
    const first = (await projects.list()).find(({ isOpen }) => !isOpen);
    expect(first).toMatchObject({ clipCount: 1, problem: null });
    // Looking at a closed project leaves nothing beside it.
    expect(readdirSync(folder).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
  });

  it('are opened from any other place, and found there again', async () => {
    const elsewhere = join(folder, 'stick', 'league.deepsport');
    mkdirSync(join(folder, 'stick'));
    openProject(elsewhere, { clock: () => now })[Symbol.dispose]();
    await using projects = start();
    const { id, name } = await projects.openFile(elsewhere);
    expect(name).toBe('league');
    await projects.create('Cup final');
    expect(await projects.open(id)).toMatchObject({ id, name: 'league' });
    await expect(projects.openFile(join(folder, 'nowhere.deepsport'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(existsSync(join(folder, 'nowhere.deepsport'))).toBe(false);
  });

  it('are taken off the list and keep their files; the open one stays', async () => {
    await using projects = start();
    const { id } = await projects.create('Cup final');
    await expect(projects.forget(id)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const first = (await projects.list()).find(({ isOpen }) => !isOpen);
    await projects.open(first?.id ?? '');
    await projects.forget(id);
    expect((await projects.list()).map(({ name }) => name)).toEqual(['First project']);
    const file = join(folder, 'projects', 'Cup final.deepsport');
    expect(existsSync(file)).toBe(true);
    await projects.openFile(file);
    expect(await projects.list()).toHaveLength(2);
  });
});

describe('A project that cannot be read', () => {
  it('says so on the list, spoils no other, and leaves the present one open', async () => {
    await using projects = start();
    mkdirSync(join(folder, 'projects'), { recursive: true });
    const file = join(folder, 'projects', 'Broken.deepsport');
    writeFileSync(file, 'no project at all, but long enough to look like a file'.repeat(40));
    const broken = (await projects.list()).find(({ name }) => name === 'Broken');
    expect(broken?.problem).toMatch(/Broken cannot be read/);
    await expect(projects.open(broken?.id ?? '')).rejects.toMatchObject({ code: 'PROJECT_DAMAGED' });
    expect(projects.current().name).toBe('First project');
    tag(projects, 'still-works');
    expect(eventsOf(projects)).toEqual(['still-works']);
    expect(readFileSync(file, 'utf8')).toMatch(/^no project/);
    expect(stopped).toBe(0);
  });

  it('or is gone says so, and nothing is made in its place', async () => {
    await using projects = start();
    const { id } = await projects.create('Cup final');
    const first = (await projects.list()).find(({ isOpen }) => !isOpen);
    await projects.open(first?.id ?? '');
    const projectsFolder = join(folder, 'projects');
    for (const name of readdirSync(projectsFolder)) rmSync(join(projectsFolder, name), { recursive: true });
    const listed = (await projects.list()).find((each) => each.id === id);
    expect(listed?.problem).toMatch(/file of Cup final is gone/);
    await expect(projects.open(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(readdirSync(projectsFolder)).toEqual([]);
  });

  it('does not keep the application from starting: another is open, and that is told', async () => {
    await (async () => {
      await using projects = start();
      await projects.create('Cup final');
    })();
    const projectsFolder = join(folder, 'projects');
    for (const name of readdirSync(projectsFolder)) {
      renameSync(join(projectsFolder, name), join(folder, `moved ${basename(name)}`));
    }
    await using again = start();
    expect(again.current()).toMatchObject({ name: 'First project' });
    expect(again.current().notice).toMatch(/Cup final is gone.*First project is open instead/);
  });

  it('and was the only one gives place to a new one', async () => {
    writeFileSync(join(folder, 'project.deepsport'), 'no database at all, but long enough'.repeat(50));
    await using projects = start();
    expect(projects.current()).toMatchObject({ name: 'New project' });
    expect(projects.current().notice).toMatch(/cannot be read.*New project is open instead/);
    expect(readFileSync(join(folder, 'project.deepsport'), 'utf8')).toMatch(/^no database/);
  });

  it('named on the command line fails with its sentence', () => {
    const file = join(folder, 'broken.deepsport');
    writeFileSync(file, 'no database at all, but long enough'.repeat(50));
    expect(() => start({ file })).toThrow(expect.objectContaining({ code: 'PROJECT_DAMAGED' }));
  });
});

describe('The poster of a project', () => {
  it('is the newest clip’s picture, kept for when another project is open', async () => {
    let picture: Uint8Array | undefined = new Uint8Array([1, 2, 3]);
    await using projects = start({ picture: async () => picture });
    const first = projects.current().id;
    expect(await projects.poster(first)).toEqual(picture);
    picture = undefined;
    await projects.create('Cup final');
    expect(new Uint8Array((await projects.poster(first)) ?? [])).toEqual(new Uint8Array([1, 2, 3]));
    expect(await projects.poster(projects.current().id)).toBeUndefined();
    expect(await projects.poster('../../etc')).toBeUndefined();
  });
});
