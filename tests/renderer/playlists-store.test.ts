import { describe, expect, it } from 'vitest';
import {
  type ClipInfo,
  mostPlaylistEntries,
  type Playlist,
  type PlaylistEntry,
  type ProjectEvent,
} from '#common/domain/index.ts';
import { createAppState } from '#renderer/app/state/app-state.ts';
import { createFakeClient } from './fake-client.ts';

const clip = { id: 'c1', name: 'a.mp4', frameCount: 100 } as ClipInfo;
const event = (id: string, start: number, end: number) =>
  ({ kind: 'event', id, clipId: 'c1', range: { start, end }, note: '' }) as ProjectEvent;
const entry = (id: string, start: number, end: number): PlaylistEntry => ({
  ...{ id, clipId: 'c1', range: { start, end }, eventId: null, syncFrame: null, note: '' },
});
const playlist = (id: string, name: string, ...entries: readonly PlaylistEntry[]): Playlist => ({
  ...{ kind: 'playlist', id, name, entries },
});

async function start(...playlists: readonly Playlist[]) {
  const items = [event('a', 50, 59), event('b', 2, 3), ...playlists];
  const history = { undo: null, redo: null };
  const { client, calls } = createFakeClient({
    clips: [clip],
    async *onRecord(signal) {
      yield { type: 'snapshot', revision: 0, items, history, readOnly: null };
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    },
  });
  const app = createAppState({ client, storage: undefined });
  const { record, host, review, events, numbers, notices } = app.stores;
  host.getState().change({ clips: [clip] });
  record.getState().follow();
  await expect.poll(() => record.getState().ready).toBe(true);
  const startSeconds = Array.from({ length: 100 }, (_, frame) => frame / 25);
  numbers.setState({ times: new Map([['c1', { startSeconds, endSeconds: 4 }]]) });
  const hand = app.stores.playlists.getState;
  return {
    hand,
    review: review.getState,
    events: events.getState,
    record,
    said: () => notices.getState().current?.text,
    ranges: () =>
      hand()
        .current()
        ?.entries.map(({ range }) => [range.start, range.end]),
    names: () => [...record.getState().items.playlist.values()].map(({ name }) => name),
    titles: () =>
      calls
        .filter(({ name }) => name === 'record.edit')
        .map(({ input }) => (input as { title: string }).title),
  };
}

describe('Playlists', () => {
  it('take the selected range, else the selected events, into the one in hand; the first is made for them', async () => {
    const { hand, review, events, said, ranges, names } = await start();
    hand().addInHand();
    expect(said()).toBe('Select a range or some events first.');
    review().showClip(clip);
    review().select({ start: 5, end: 9 });
    hand().addInHand();
    expect([names(), ranges()]).toEqual([['Playlist'], [[5, 9]]]);
    expect(said()).toBe('1 range added to Playlist.');
    review().select(null);
    events().select(['a', 'gone', 'b']);
    hand().addInHand();
    expect(ranges()).toEqual([
      [5, 9],
      [50, 59],
      [2, 3],
    ]);
  });

  it('are made of events in the order given, with seconds around each as far as the clip goes', async () => {
    const { hand, ranges, names } = await start(playlist('p', 'Touch'));
    hand().makeOfEvents('Touch', ['a', 'gone', 'b'], 1);
    expect(names()).toEqual(['Touch', 'Touch 2']);
    expect(ranges()).toEqual([
      [25, 84],
      [0, 28],
    ]);
    // Asked for again the same one is taken, and a person's own of that name is left alone.
    hand().makeOfEvents('Touch', ['a', 'b'], 1);
    expect(names()).toEqual(['Touch', 'Touch 2']);
    hand().makeOfEvents('Touch', ['a', 'b']);
    expect(names()).toEqual(['Touch', 'Touch 2', 'Touch 3']);
  });

  it('are renamed, duplicated and removed, each as one step with a title', async () => {
    const { hand, names, titles } = await start(
      playlist('p', 'Touches', entry('x', 1, 2)),
      playlist('q', 'Passes'),
    );
    hand().choose('p');
    hand().duplicate();
    expect(names()).toEqual(['Touches', 'Passes', 'Touches 2']);
    expect(hand().current()?.entries[0]?.id).not.toBe('x');
    hand().rename('Passes');
    expect(hand().current()?.name).toBe('Passes 2');
    hand().remove();
    expect(names()).toEqual(['Touches', 'Passes']);
    // The first by name is in hand then.
    expect(hand().current()?.name).toBe('Passes');
    await expect.poll(titles).toEqual(['Make Touches 2', 'Rename Touches 2', 'Remove Passes 2']);
  });

  it('set the sync frame of the entry in hand at the frame shown, or say why not', async () => {
    const { hand, review, said } = await start(playlist('p', 'Touches', entry('x', 10, 20)));
    hand().syncHere();
    expect(said()).toBe('Select an entry of a playlist first.');
    hand().select('x');
    review().showClip(clip);
    hand().syncHere();
    expect(said()).toBe('Go to a frame of the entry first.');
    review().goTo(14);
    hand().syncHere();
    expect(hand().current()?.entries[0]?.syncFrame).toBe(14);
  });

  it('say how many they take', async () => {
    const full = Array.from({ length: mostPlaylistEntries - 1 }, (_, at) => entry(`${at}`, at % 50, 60));
    const { hand, said } = await start(playlist('p', 'Long', ...full));
    hand().addEvents(['a', 'b']);
    expect(hand().current()?.entries).toHaveLength(mostPlaylistEntries);
    expect(said()).toMatch(/the rest was left out\.$/);
  });

  it('are shown and played but not changed in a project that is read only', async () => {
    const { hand, record, said, ranges, names } = await start(playlist('p', 'Touches', entry('x', 10, 20)));
    record.setState({ readOnly: 'Another window edits this project.' });
    hand().addEvents(['a']);
    expect(said()).toBe('Another window edits this project.');
    expect(hand().makeOfEvents('Other', ['a'])).toBeNull();
    hand().duplicate();
    hand().rename('Else');
    hand().remove();
    expect([names(), ranges()]).toEqual([['Touches'], [[10, 20]]]);
    hand().play();
    expect(hand().through?.entryId).toBe('x');
  });
});
