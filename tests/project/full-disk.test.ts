import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { type DeepSportError, putItem, type RecordItem, toDeepSportError } from '#common/domain/index.ts';
import { openProject } from '#main/project/index.ts';
import { toProjectError } from '#main/project/project-errors.ts';
import { sampleClip, stateOf } from './record-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'deepsport-full-'));
const small = join(folder, 'small');

const programs = { mount: 'mount', unmount: 'umount' };

/** A disk of 3 MB, where the system lets one be made. */
function mountSmall(): boolean {
  if (process.platform !== 'linux') return false;
  mkdirSync(small);
  try {
    execFileSync(programs.mount, ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', small], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const isMounted = mountSmall();
afterAll(() => {
  if (isMounted) execFileSync(programs.unmount, ['-l', small]);
  rmSync(folder, { recursive: true, force: true });
});

function errorOf(action: () => unknown): DeepSportError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return toDeepSportError(error);
  }
}

const person = { kind: 'person' } as const;
const note = (id: string, size: number): RecordItem => ({
  kind: 'event',
  id,
  clipId: 'clip-1',
  codeId: 'touch',
  range: { start: 1, end: 2 },
  labels: [],
  note: 'x'.repeat(size),
  by: person,
  evidence: [],
  createdAt: '2026-01-02T00:00:00.000Z',
});

/** What a process that is killed now leaves is opened without a recovery: nothing of what failed is in it. */
function expectSameAfterKill(path: string, state: string): void {
  const killed = join(folder, 'killed.deepsport');
  for (const suffix of ['', '-wal', '.backup', '.journal']) {
    rmSync(killed + suffix, { force: true });
    if (existsSync(path + suffix)) copyFileSync(path + suffix, killed + suffix);
  }
  using project = openProject(killed, { clock: Date.now });
  expect(project.notice).toBe(null);
  expect(stateOf(project)).toBe(state);
}

describe('a full disk', () => {
  test('is told as such, by SQLite or by the file system', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('PRAGMA max_page_count = 2; CREATE TABLE filler (text TEXT)');
    const error = errorOf(() => {
      try {
        database.prepare('INSERT INTO filler VALUES (?)').run('x'.repeat(100_000));
      } catch (cause) {
        throw toProjectError(cause, 'p');
      }
    });
    database.close();
    expect(error?.code).toBe('DISK_FULL');
    expect(error?.message).toContain('Free some space');
    const noSpace = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    expect(toProjectError(noSpace, 'p').code).toBe('DISK_FULL');
  });

  test.skipIf(!isMounted)(
    'breaks nothing, and editing goes on when there is room again (skipped: no small disk can be mounted here)',
    () => {
      const path = join(small, 'match.deepsport');
      const filler = join(small, 'filler');
      let project = openProject(path, { clock: Date.now });
      project.addClip(sampleClip('clip-1'));
      let edits = 0;
      // So much is left free that now the journal, now the project itself is what finds no room.
      for (const free of [0, 4, 8, 12, 16, 20, 24, 32, 48].map((kilobytes) => kilobytes * 1024)) {
        const descriptor = openSync(filler, 'w');
        const { bavail, bsize } = statfsSync(small);
        for (let left = bavail * bsize - free; left > 0; left -= 4096)
          writeSync(descriptor, new Uint8Array(4096));
        closeSync(descriptor);
        let problem: DeepSportError | undefined;
        let before = '';
        for (let count = 0; count < 200 && !problem; count++) {
          before = stateOf(project);
          const id = `edit-${edits + 1}`;
          const edit = { id, title: id, changes: [putItem(note(`n${count % 3}`, 500 + count))] };
          problem = errorOf(() => project.edit(edit, person));
          if (!problem) edits += 1;
        }
        expect(problem?.code, `${free} bytes free`).toBe('DISK_FULL');
        expect(problem?.message).toBe(
          'The disk is full, so the last change to the project match.deepsport was not saved. ' +
            'Free some space and try again.',
        );
        expect(stateOf(project)).toBe(before);
        expect(project.history(1000)).toHaveLength(edits + 1);
        expectSameAfterKill(path, before);
        truncateSync(filler);
        project.edit({ id: 'after', title: 'After', changes: [putItem(note('after', 10))] }, person);
        edits += 1;
        expectSameAfterKill(path, stateOf(project));
        if (free % 16_384 === 0) {
          const whole = stateOf(project);
          project[Symbol.dispose]();
          project = openProject(path, { clock: Date.now });
          expect(project.notice).toBe(null);
          expect(stateOf(project)).toBe(whole);
        }
      }
      while (project.undo() !== null);
      expect(project.snapshot().items).toEqual([]);
      project[Symbol.dispose]();
    },
  );
});
