import { describe, expect, it } from 'vitest';
import { applyChanges, type ClipInfo, noItems, type ProjectEvent, putItem } from '#common/domain/index.ts';
import { createAppState } from '#renderer/app/state/app-state.ts';
import { reelOfEvents } from '#renderer/app/state/reel-of-events.ts';
import { createFakeClient } from './fake-client.ts';

const clip = { id: 'c1', name: 'a.mp4' } as ClipInfo;
const event = (id: string, clipId: string, start: number, end: number) =>
  ({ kind: 'event', id, clipId, range: { start, end } }) as ProjectEvent;

describe('A reel of events', () => {
  const { client } = createFakeClient();
  const app = createAppState({ client, storage: undefined });
  app.stores.host.getState().change({ clips: [clip] });
  app.stores.record.setState({
    items: applyChanges(
      noItems,
      [event('a', 'c1', 50, 59), event('b', 'c1', 2, 3), event('c', 'gone', 0, 1)].map(putItem),
    ),
  });
  const startSeconds = Array.from({ length: 100 }, (_, frame) => frame / 25);
  app.stores.numbers.setState({ times: new Map([['c1', { startSeconds, endSeconds: 4 }]]) });
  const ranges = () => app.stores.reel.getState().ranges.map(({ range }) => [range.start, range.end]);

  it('takes the place of what was in it, in the order given, without what is not there', () => {
    app.stores.reel.getState().add({ clipId: 'c1', range: { start: 9, end: 9 } }, 'a.mp4');
    reelOfEvents(app, ['a', 'c', 'b', 'unknown']);
    expect(ranges()).toEqual([
      [50, 59],
      [2, 3],
    ]);
  });

  it('takes seconds before and after each, as far as the clip goes', () => {
    reelOfEvents(app, ['a', 'b'], 1);
    expect(ranges()).toEqual([
      [25, 84],
      [0, 28],
    ]);
  });
});
