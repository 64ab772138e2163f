import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  applyChanges,
  noItems,
  putItem,
  type RecordItem,
  type RecordItems,
  type RecordUpdate,
  removeItem,
} from '#common/domain/index.ts';
import { openProject, type ProjectStore } from '#main/project/index.ts';
import type { ProjectParts } from '#main/project/open-project.ts';
import { createRandom } from '../random.ts';
import { createRecordModel, perform, randomOperation, sampleClip, stateOf } from './record-model.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deepsport-record-'));
  path = join(folder, 'match.deepsport');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const person = { kind: 'person' } as const;
const open = (parts: Partial<ProjectParts> = {}): ProjectStore =>
  openProject(path, { clock: () => Date.UTC(2026, 0, 2), ...parts });
const code = (id: string, name = id): RecordItem => ({
  kind: 'code',
  id,
  name,
  colour: '#e69f00',
  order: 1,
  role: 'event',
  hidden: false,
  locked: false,
});
const put = (project: ProjectStore, name: string, mergeKey?: string) =>
  project.edit(
    {
      id: `edit-${name}`,
      title: name,
      changes: [putItem(code('a', name))],
      ...(mergeKey !== undefined && { mergeKey }),
    },
    person,
  );
const titles = (project: ProjectStore) => project.history(100).map(({ title }) => title);

describe('the record of a project', () => {
  test('is the same as in memory after any edits, undone and redone across reopenings', {
    timeout: 300_000,
  }, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = createRandom(seed);
      const model = createRecordModel();
      path = join(folder, `${seed}.deepsport`);
      let project = open({ elapsed: () => 0 });
      let shown: RecordItems = noItems;
      const follow = () => {
        shown = applyChanges(noItems, project.snapshot().items.map(putItem));
        project.onUpdate((update) => {
          if (update.type === 'change') shown = applyChanges(shown, update.changes);
        });
      };
      follow();
      for (let count = 0; count < 60; count++) {
        if (random.next() < 0.04) {
          project[Symbol.dispose]();
          project = open({ elapsed: () => 0 });
          model.reopened();
          follow();
        }
        const operation = randomOperation(random, `edit-${count}`);
        perform(project, operation);
        model.apply(operation);
        if (count % 5 === 0) expect(stateOf(project), `seed ${seed}, ${count}`).toBe(model.state());
      }
      expect(stateOf(project), `seed ${seed}`).toBe(model.state());
      const inShown = Object.values(shown).flatMap((items) => [...items.values()]);
      expect(inShown).toHaveLength(project.snapshot().items.length);
      expect(inShown).toEqual(expect.arrayContaining([...project.snapshot().items]));

      for (let undone = model.undone(); undone > 0; undone--) model.apply({ type: 'redo' });
      while (project.redo() !== null);
      const end = model.state();
      expect(stateOf(project), `seed ${seed}, end`).toBe(end);
      let steps = 0;
      while (project.undo() !== null) steps += 1;
      expect(steps, `seed ${seed}`).toBe(model.steps());
      expect(stateOf(project), `seed ${seed}, beginning`).toBe(model.beginning());
      while (project.redo() !== null);
      expect(stateOf(project), `seed ${seed}, end again`).toBe(end);
      project[Symbol.dispose]();
    }
  });

  test('has one history of clips and items: undo brings a removed clip back with everything on it', () => {
    using project = open();
    const told: RecordUpdate[] = [];
    project.addClip(sampleClip('one'));
    project.addClip(sampleClip('two'));
    project.onUpdate((update) => told.push(update));
    put(project, 'Tag');
    project.setCaptureRate('one', 240);
    project.removeClip('one');
    expect(project.listClips().map(({ clipId }) => clipId)).toEqual(['two']);
    expect(project.undo()).toBe('Remove one.mp4');
    expect(project.listClips().map(({ clipId, captureRate }) => [clipId, captureRate])).toEqual([
      ['two', null],
      ['one', 240],
    ]);
    expect(project.undo()).toBe('one.mp4 at 240 frames/s');
    expect(project.listClips()[1]?.captureRate).toBe(null);
    expect(project.redo()).toBe('one.mp4 at 240 frames/s');
    const changes = told.flatMap((update) => (update.type === 'change' ? [update.clipsChanged] : []));
    expect(changes).toEqual([undefined, true, true, true, true, true]);
  });

  test('takes a clip that is opened again as no step, and its file neither', () => {
    using project = open();
    project.addClip(sampleClip('one'));
    project.addClip(sampleClip('two'), { inHistory: false });
    project.addClip({ ...sampleClip('one'), path: join(folder, 'moved.mp4') });
    project.setClipFile('one', { path: join(folder, 'again.mp4'), contentHash: 'c0ffee', sizeBytes: 3 });
    project.removeClip('unknown');
    project.setCaptureRate('one', null);
    expect(titles(project)).toEqual(['Add one.mp4']);
    project.removeClip('one');
    project.undo();
    expect(project.listClips().find(({ clipId }) => clipId === 'one')).toMatchObject({
      path: join(folder, 'again.mp4'),
      contentHash: 'c0ffee',
    });
  });

  test('merges edits of one key that follow closely, whatever the clock says', () => {
    let clock = Date.UTC(2026, 5, 1);
    let elapsed = 0;
    using project = open({ clock: () => clock, elapsed: () => elapsed });
    put(project, 'Tag');
    put(project, 'Move', 'move a');
    clock -= 86_400_000;
    elapsed += 1000;
    put(project, 'Move further', 'move a');
    clock += 30 * 86_400_000;
    elapsed += 1900;
    put(project, 'Move to the end', 'move a');
    expect(titles(project)).toEqual(['Move to the end', 'Tag']);
    clock -= 365 * 86_400_000;
    elapsed += 2100;
    put(project, 'Move later', 'move a');
    expect(titles(project)).toEqual(['Move later', 'Move to the end', 'Tag']);
    project.undo();
    project.undo();
    expect(project.item('code', 'a')).toEqual(code('a', 'Tag'));
  });

  test('merges nothing over an undo, nor what a person and an engine do', () => {
    using project = open({ elapsed: () => 0 });
    put(project, 'One', 'key');
    project.undo();
    project.redo();
    put(project, 'Two', 'key');
    const by = { kind: 'model', trajectoryId: 't1', engine: 'Nano' } as const;
    project.edit({ id: 'm', title: 'Three', changes: [removeItem(code('a'))], mergeKey: 'key' }, by);
    expect(project.history(10)).toMatchObject([
      { title: 'Three', by, undone: false },
      { title: 'Two', by: person },
      { title: 'One', by: person },
    ]);
  });

  test('forgets what was undone when something else is done', () => {
    using project = open();
    for (const name of ['1', '2', '3']) put(project, name);
    project.undo();
    project.undo();
    expect(project.snapshot().history).toEqual({ undo: '1', redo: '2' });
    put(project, '4');
    expect(project.redo()).toBe(null);
    expect(titles(project)).toEqual(['4', '1']);
  });

  test('leaves a person what they undid while engines edit other items, in one order for all', () => {
    using project = open();
    const by = { kind: 'model', trajectoryId: 't1', engine: 'Nano' } as const;
    const propose = (id: string) =>
      project.edit({ id: `edit-${id}`, title: `Propose ${id}`, changes: [putItem(code(id))] }, by);
    for (const name of ['1', '2', '3']) put(project, name);
    project.undo();
    project.undo();
    propose('b');
    propose('c');
    expect(project.snapshot().history).toEqual({ undo: 'Propose c', redo: '2' });
    expect(titles(project)).toEqual(['3', '2', 'Propose c', 'Propose b', '1']);
    expect([project.redo(), project.undo(), project.undo()]).toEqual(['2', '2', 'Propose c']);
    expect([project.redo(), project.redo(), project.redo()]).toEqual(['Propose c', '2', '3']);
    expect(project.item('code', 'a')).toEqual(code('a', '3'));
    project.undo();
    propose('a');
    expect(project.snapshot().history).toEqual({ undo: 'Propose a', redo: null });
  });

  test('keeps the newest steps of a long history', () => {
    using project = open({ historyLimits: { steps: 250, bytes: 1e9 } });
    for (let count = 1; count <= 600; count++) put(project, String(count));
    let undone = 0;
    while (project.undo() !== null) undone += 1;
    expect(undone).toBeGreaterThanOrEqual(250);
    expect(undone).toBeLessThanOrEqual(350);
    expect(project.item('code', 'a')).toEqual(code('a', String(600 - undone)));
  });

  test('shows what can be read beside what cannot', () => {
    open()[Symbol.dispose]();
    {
      using project = open();
      put(project, 'Tag');
    }
    const database = new DatabaseSync(path);
    database.exec(
      `INSERT INTO items VALUES ('event', 'cut', '{"kind":'), ('event', 'odd', '{"kind":"event"}')`,
    );
    database.close();
    for (const suffix of ['.backup', '.journal']) rmSync(path + suffix);
    using project = open();
    expect(project.snapshot().items).toEqual([code('a', 'Tag')]);
    expect(project.item('event', 'cut')).toBeUndefined();
    project.edit({ id: 'x', title: 'Remove', changes: [{ kind: 'event', id: 'odd', item: null }] }, person);
    expect(project.undo()).toBe('Remove');
  });

  test('notes frames seen as ranges, and batches by their ids', () => {
    using project = open();
    project.noteSeen('one', [{ start: 5, end: 9 }]);
    project.noteSeen('one', [{ start: 0, end: 4 }]);
    expect(project.seen('one')).toEqual([{ start: 0, end: 9 }]);
    expect(project.seen('two')).toEqual([]);
    expect(project.history(10)).toEqual([]);
  });
});
