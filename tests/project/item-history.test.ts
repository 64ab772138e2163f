import { describe, expect, it } from 'vitest';
import { type ProjectEvent, putItem, type RecordItem, removeItem } from '#common/domain/index.ts';
import { openProject } from '#main/project/index.ts';

const person = { kind: 'person' } as const;
const event = (id: string, start: number, end: number): ProjectEvent => ({
  ...{ kind: 'event', id, clipId: 'clip', codeId: 'touch', range: { start, end }, labels: [], note: '' },
  ...{ by: person, evidence: [], createdAt: '2026-01-01T00:00:00.000Z' },
});
const rangeOf = (item: RecordItem | null) => (item?.kind === 'event' ? item.range : null);

describe('The history of one thing', () => {
  it('is every edit that touched it, oldest first, with what was there before and after', () => {
    using project = openProject(':memory:', { clock: () => Date.UTC(2026, 0, 2) });
    const model = { kind: 'model', trajectoryId: 't1', engine: 'Nano' } as const;
    const edit = (id: string, changes: Parameters<typeof project.edit>[0]['changes'], by = person) =>
      project.edit({ id, title: id, changes }, by);
    edit('tag', [putItem(event('a', 40, 78)), putItem(event('b', 1, 2))]);
    edit('other', [putItem(event('b', 1, 3))]);
    project.edit({ id: 'trim', title: 'trim', changes: [putItem(event('a', 41, 78))] }, model);
    edit('remove', [removeItem({ kind: 'event', id: 'a' })]);
    project.undo();
    const found = project.editsOf(({ kind, id }) => kind === 'event' && id === 'a', 'a');
    expect(found.map(({ title, by, undone }) => [title, by.kind, undone])).toEqual([
      ['tag', 'person', false],
      ['trim', 'model', false],
      ['remove', 'person', true],
    ]);
    expect(found.map(({ before, after }) => [rangeOf(before), rangeOf(after)])).toEqual([
      [null, { start: 40, end: 78 }],
      [
        { start: 40, end: 78 },
        { start: 41, end: 78 },
      ],
      [{ start: 41, end: 78 }, null],
    ]);
    expect(project.editsOf(({ id }) => id === 'b').map(({ editId }) => editId)).toEqual(['tag', 'other']);
  });

  it('is read whole however long the history is', () => {
    using project = openProject(':memory:', { clock: () => 0 });
    for (let n = 0; n < 450; n += 1) {
      project.edit({ id: `e${n}`, title: `${n}`, changes: [putItem(event('a', n, n + 1))] }, person);
    }
    const found = project.editsOf(({ id }) => id === 'a', 'a');
    expect(found.map(({ title }) => Number(title))).toEqual([...Array(450).keys()]);
  });
});
