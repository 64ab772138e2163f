import { describe, expect, it } from 'vitest';
import type { ProjectEvent, QuestionBatch, RecordUpdate } from '#common/domain/index.ts';
import { openProject } from '#main/project/index.ts';
import { createOpenStore } from '#main/project/projects/open-store.ts';
import { answeredEnd, framesStep, sampleTrajectory } from '../sample-trajectory.ts';

const open = () => openProject(':memory:', { clock: () => Date.UTC(2026, 0, 2) });

const event = (id: string): ProjectEvent => ({
  kind: 'event',
  id,
  clipId: 'clip-1',
  codeId: 'code-1',
  range: { start: 1, end: 2 },
  labels: [],
  note: '',
  by: { kind: 'person' },
  evidence: [],
  createdAt: '2026-01-02T00:00:00.000Z',
});
const put = (id: string) => ({
  id: `edit-${id}`,
  title: `Tag ${id}`,
  changes: [{ kind: 'event' as const, id, item: event(id) }],
});
const batch = (id: string): QuestionBatch => ({
  id,
  title: 'Touch',
  question: 'Which foot?',
  form: { kind: 'text' },
  mode: 'passive',
  engine: 'nano',
  createdAt: '2026-01-02T00:00:00.000Z',
  status: 'running',
  targets: [],
  tokens: 0,
  cost: null,
});

describe('The store of the open project', () => {
  it('goes to whichever project is open', () => {
    const [one, two] = [open(), open()];
    const { store, replace } = createOpenStore(one);
    store.edit(put('first'), { kind: 'person' });
    const { edit } = store;
    replace(two);
    edit(put('second'), { kind: 'person' });
    expect([one.snapshot().items.length, two.snapshot().items.length]).toEqual([1, 1]);
    expect(store.item('event', 'second')).toBeDefined();
    expect(store.item('event', 'first')).toBeUndefined();
    expect(store.readOnly).toBe(two.readOnly);
  });

  it('keeps those who listen, and gives them what is there after a switch', () => {
    const [one, two] = [open(), open()];
    two.edit(put('there-already'), { kind: 'person' });
    const { store, replace } = createOpenStore(one);
    const told: RecordUpdate[] = [];
    const stop = store.onUpdate((update) => told.push(update));
    replace(two);
    expect(told).toMatchObject([{ type: 'snapshot', items: [{ id: 'there-already' }] }]);
    store.edit(put('new'), { kind: 'person' });
    one.edit(put('unseen'), { kind: 'person' });
    expect(told.slice(1)).toMatchObject([{ type: 'change', title: 'Tag new' }]);
    stop();
    store.edit(put('silent'), { kind: 'person' });
    expect(told).toHaveLength(2);
  });

  it('lets no step, end or edit of a question land in another project', () => {
    const [one, two] = [open(), open()];
    // A copy of a project has the same questions under the same ids.
    two.startTrajectory(sampleTrajectory('asked'));
    const { store, replace } = createOpenStore(one);
    store.startTrajectory(sampleTrajectory('asked'));
    replace(two);
    store.appendStep('asked', framesStep);
    store.endTrajectory('asked', answeredEnd);
    expect(two.getTrajectory('asked')).toMatchObject({ status: 'running', steps: [] });
    const late = () => store.edit(put('late'), { kind: 'model', trajectoryId: 'asked', engine: 'nano' });
    expect(late).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
    store.resumeTrajectory('asked');
    store.appendStep('asked', framesStep);
    expect(two.getTrajectory('asked')?.steps).toHaveLength(1);
  });

  it('keeps a batch out of a project that it was not started in', () => {
    const [one, two] = [open(), open()];
    const { store, replace } = createOpenStore(one);
    store.putBatch(batch('one'));
    replace(two);
    store.putBatch(batch('one'));
    store.putBatch(batch('two'));
    expect(two.batches().map(({ id }) => id)).toEqual(['two']);
  });

  it('goes on with what is under way where the same project is opened anew', () => {
    const [one, again] = [open(), open()];
    const { store, replace } = createOpenStore(one);
    store.putBatch(batch('one'));
    replace(again, { same: true });
    store.putBatch(batch('one'));
    expect(again.batches()).toHaveLength(1);
  });
});
