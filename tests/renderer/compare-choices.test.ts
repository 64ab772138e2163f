import { describe, expect, it } from 'vitest';
import { type ProjectEvent, putItem } from '#common/domain/index.ts';
import { createAppState } from '#renderer/app/state/app-state.ts';
import { compareChoices } from '#renderer/viewer/compare/compare-choices.ts';
import { createFakeClient } from './fake-client.ts';
import { clipOf, evenTimes } from './two-clips.ts';

const clips = [clipOf('a', evenTimes(3, 25)), clipOf('b', evenTimes(3, 25))];

const touch = (id: string, clipId: string, start: number): ProjectEvent => ({
  kind: 'event',
  id,
  clipId,
  codeId: 'touch',
  range: { start, end: start },
  labels: [],
  note: '',
  by: { kind: 'person' },
  evidence: [],
  createdAt: '2026-01-01T00:00:00.000Z',
});

async function open() {
  const { client } = createFakeClient({ clips });
  const app = createAppState({ client, storage: undefined });
  app.stores.host.getState().change({ clips });
  await app.actions.openClip(clips[0] as (typeof clips)[number]);
  const code = {
    kind: 'code',
    id: 'touch',
    name: 'Touch',
    colour: '#e69f00',
    order: 1,
    role: 'event',
    hidden: false,
    locked: false,
  } as const;
  const events = [touch('t1', 'a', 0), touch('t2', 'a', 2), touch('t3', 'b', 1)];
  app.stores.record.getState().edit('Tag', [putItem(code), ...events.map(putItem)]);
  const names = () => compareChoices(app).map(({ name }) => name);
  return { app, names };
}

describe('What a clip can be compared with', () => {
  it('is itself at another moment, and the other clips', async () => {
    const { names } = await open();
    expect(names()).toEqual(['This clip at another moment', 'b.mp4']);
  });

  it('is, for a selected event, every other event of its code, also in other clips', async () => {
    const { app, names } = await open();
    app.stores.events.getState().select(['t1']);
    expect(names().slice(0, 2)).toEqual(['Touch 2', 'Touch 1']);
    compareChoices(app)[1]?.choose('overlay');
    await expect.poll(() => app.stores.compare.getState().sync).toEqual({ left: 0, right: 1 });
    expect(app.stores.compare.getState()).toMatchObject({ mode: 'overlay', linked: true });
    expect(app.stores.compare.getState().right.getState().clip?.id).toBe('b');
  });

  it('is, for two selected events, the second one, beside the first, in whose clip it begins', async () => {
    const { app, names } = await open();
    app.stores.events.getState().select(['t3', 't2']);
    expect(names()[0]).toBe('The two selected events');
    compareChoices(app)[0]?.choose('side');
    await expect.poll(() => app.stores.compare.getState().sync).toEqual({ left: 1, right: 2 });
    expect(app.stores.review.getState().clip?.id).toBe('b');
    expect(app.stores.review.getState().loop).toEqual({ start: 1, end: 1 });
  });
});
