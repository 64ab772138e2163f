import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeepSportError, putItem, type RecordUpdate, toDeepSportError } from '#common/domain/index.ts';
import { migrations } from '#main/project/file/migrations.ts';
import { openProject, type ProjectStore } from '#main/project/index.ts';
import { createRandom } from '../random.ts';
import { prepareEditors } from './killed-editor.ts';
import { randomItem, sampleClip, stateOf } from './record-model.ts';
import { sampleTrajectory, turnStep } from './sample-trajectory.ts';

let folder: string;
let path: string;
const open = (at = path): ProjectStore =>
  openProject(at, { clock: () => Date.UTC(2026, 0, 2), lookEveryMilliseconds: 10 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-read-only-'));
  path = join(folder, 'work', 'match.deepsport');
});
afterEach(() => {
  chmodSync(join(folder, 'work'), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

const person = { kind: 'person' } as const;
const tag = { id: 'tag', title: 'Tag', changes: [putItem(randomItem(createRandom(1)))] };

function errorOf(action: () => unknown): DeepSportError {
  try {
    action();
  } catch (error) {
    return toDeepSportError(error);
  }
  throw new Error('Nothing was thrown.');
}

/** Everything that writes says why it cannot; what a page does by itself is let go. */
function expectNothingWritten(project: ProjectStore): void {
  const before = stateOf(project);
  for (const write of [
    () => project.edit(tag, person),
    () => project.undo(),
    () => project.redo(),
    () => project.addClip(sampleClip('new')),
    () => project.removeClip('clip-1'),
    () => project.setCaptureRate('clip-1', 240),
    () => project.setClipFile('clip-1', { path: 'x', contentHash: null, sizeBytes: null }),
    () => project.startTrajectory(sampleTrajectory('new')),
    () => project.appendStep('t1', turnStep(1)),
    () => project.resumeTrajectory('t1'),
    () => project.removeBatch('b'),
  ]) {
    const error = errorOf(write);
    expect([error.code, error.message]).toEqual(['PROJECT_READ_ONLY', project.readOnly]);
  }
  project.noteSeen('clip-1', [{ start: 0, end: 1 }]);
  expect(project.seen('clip-1')).toEqual([]);
  expect(stateOf(project)).toBe(before);
  expect(project.snapshot().readOnly).toBe(project.readOnly);
}

function makeProject(): void {
  using project = open();
  project.addClip(sampleClip('clip-1'));
  project.edit(tag, person);
}

/** Root may write everywhere: as somebody else, then. */
const asNobody = (work: () => void): void => {
  const isRoot = process.geteuid?.() === 0;
  chmodSync(folder, 0o755);
  if (isRoot) process.seteuid?.(65_534);
  try {
    work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
};

const nextUpdate = (project: ProjectStore) =>
  new Promise<RecordUpdate>((resolve) => {
    const stop = project.onUpdate((update) => {
      stop();
      resolve(update);
    });
  });

describe('a project that is open elsewhere', () => {
  test('can be looked at, shows what is done there, and is taken over when the other has ended', async () => {
    using one = open();
    one.addClip(sampleClip('clip-1'));
    one.startTrajectory(sampleTrajectory('t1'));
    const other = open();
    try {
      expect(one.readOnly).toBe(null);
      expect(other.readOnly).toBe(
        'The project match.deepsport is open in another DeepSport, so here it can only be looked at. ' +
          'Close it there to edit.',
      );
      expect(other.getTrajectory('t1')?.status).toBe('running');
      expectNothingWritten(other);
      expect(one.getTrajectory('t1')?.status).toBe('running');

      const told = nextUpdate(other);
      one.edit(tag, person);
      expect(await told).toMatchObject({ type: 'snapshot', items: tag.changes.map(({ item }) => item) });
      expect(other.history(5)).toMatchObject([{ title: 'Tag' }, { title: 'Add clip-1.mp4' }]);

      const taken = nextUpdate(other);
      one[Symbol.dispose]();
      expect(await taken).toMatchObject({ type: 'snapshot', readOnly: null });
      expect(other.readOnly).toBe(null);
      expect(other.notice).toContain('it can be edited here now');
      expect(other.getTrajectory('t1')?.status).toBe('failed');
      expect(other.undo()).toBe('Tag');
    } finally {
      other[Symbol.dispose]();
    }
  });

  test('in a process that is killed is taken over with all that it confirmed', async () => {
    const startEditor = await prepareEditors(folder);
    const child = startEditor(path, 1);
    if (!child.stdout) throw new Error('The editor has no voice.');
    await once(child.stdout, 'data');
    // Read on, or it stops.
    child.stdout.resume();
    using project = open();
    expect(project.readOnly).toContain('is open in another DeepSport');
    for (let seen = 0; seen < 3; seen++) {
      expect(await nextUpdate(project)).toMatchObject({ type: 'snapshot', readOnly: project.readOnly });
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    while (project.readOnly !== null) await nextUpdate(project);
    const before = project.history(1000).length;
    project.edit(tag, person);
    expect(project.history(1000)[0]?.title).toBe('Tag');
    expect(before).toBeGreaterThan(0);
    while (project.undo() !== null);
    expect(project.snapshot().items).toEqual([]);
  });
});

describe('a project of an older version', () => {
  /** As it was before there were stamps, with a clip and an item in it. */
  const makeOld = (): void => {
    mkdirSync(join(folder, 'work'));
    const database = new DatabaseSync(path);
    for (const statements of migrations.slice(0, 3)) database.exec(statements);
    database.exec(`PRAGMA application_id = ${0x44_53_50_54}; PRAGMA user_version = 3;`);
    database.exec(
      `INSERT INTO clips (clip_id, name, path, added_at) VALUES ('clip-1', 'a.mp4', '/a.mp4', 'then')`,
    );
    const [change] = tag.changes;
    const insert = database.prepare('INSERT INTO items (kind, item_id, item) VALUES (?, ?, ?)');
    if (change) insert.run(change.kind, change.id, JSON.stringify(change.item));
    database.close();
  };

  test('is brought up to the present one with all that is in it, and has a copy at once', () => {
    makeOld();
    {
      using project = open();
      expect(project.listClips().map(({ clipId }) => clipId)).toEqual(['clip-1']);
      expect(project.snapshot().items).toHaveLength(1);
      project.removeClip('clip-1');
      copyFileSync(`${path}.backup`, join(folder, 'work', 'first.deepsport'));
    }
    using copy = open(join(folder, 'work', 'first.deepsport'));
    expect(copy.listClips()).toHaveLength(1);
  });

  test.skipIf(process.platform === 'win32')(
    'is left as it is where it cannot be written (skipped on Windows: it has no modes)',
    () => {
      makeOld();
      const before = readFileSync(path);
      chmodSync(path, 0o444);
      chmodSync(join(folder, 'work'), 0o555);
      asNobody(() => {
        using project = open();
        expect(project.readOnly).toContain('cannot be written');
        expect(project.listClips()).toHaveLength(1);
        expect(project.snapshot().items).toHaveLength(1);
      });
      expect(readFileSync(path)).toEqual(before);
    },
  );
});

describe('a project of a newer version', () => {
  const makeNewer = (statements = ''): void => {
    makeProject();
    const database = new DatabaseSync(path);
    database.exec(`${statements}; PRAGMA user_version = 99`);
    database.close();
  };

  test('can be looked at where what is known is in it, and is left as it is', () => {
    makeNewer(`ALTER TABLE items ADD COLUMN more TEXT; CREATE TABLE stars (name TEXT);
      INSERT INTO items VALUES ('star', 'one', '{"kind":"star"}', '')`);
    const before = readFileSync(path);
    {
      using project = open();
      expect(project.readOnly).toBe(
        'The project match.deepsport was written by a newer version of DeepSport, so here it can only be looked at. ' +
          'Update DeepSport to edit it.',
      );
      expect(project.isNew).toBe(false);
      expect(project.snapshot().items).toHaveLength(1);
      expect(project.listClips()).toHaveLength(1);
      expectNothingWritten(project);
    }
    expect(readFileSync(path)).toEqual(before);
  });

  test('is refused where it is not, with both versions named, and left as it is', () => {
    makeNewer('ALTER TABLE items RENAME TO things');
    const before = readFileSync(path);
    const error = errorOf(() => open());
    expect(error.code).toBe('PROJECT_NEWER');
    expect(error.message).toMatch(/newer version of DeepSport \(format 99; .*\)\. Update DeepSport/);
    expect(readFileSync(path)).toEqual(before);
  });
});

describe('a project that cannot be written', () => {
  const sentence =
    'The project match.deepsport cannot be written, so it can only be looked at. ' +
    'Allow writing to its file and folder to edit.';

  test.skipIf(process.platform === 'win32')('can be looked at (skipped on Windows: it has no modes)', () => {
    makeProject();
    chmodSync(path, 0o444);
    chmodSync(join(folder, 'work'), 0o555);
    asNobody(() => {
      using project = open();
      expect(project.readOnly).toBe(sentence);
      expect(project.snapshot().items).toHaveLength(1);
      expectNothingWritten(project);
    });
  });

  test.skipIf(process.platform === 'win32')(
    'can be looked at with what is still in its log (skipped on Windows: it has no modes)',
    () => {
      makeProject();
      const left = join(folder, 'left');
      mkdirSync(left);
      {
        using project = open();
        project.edit(
          { ...tag, id: 'again', changes: [putItem({ ...randomItem(createRandom(2)), id: 'b' })] },
          person,
        );
        for (const suffix of ['', '-wal'])
          copyFileSync(path + suffix, join(left, `match.deepsport${suffix}`));
      }
      chmodSync(left, 0o555);
      asNobody(() => {
        using project = open(join(left, 'match.deepsport'));
        expect(project.readOnly).toBe(sentence);
        expect(project.snapshot().items).toHaveLength(2);
      });
      chmodSync(left, 0o755);
    },
  );
});
