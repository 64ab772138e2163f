import { describe, expect, it } from 'vitest';
import {
  addEntries,
  applyChanges,
  copyEntries,
  type EntryFacts,
  entriesOfEvents,
  freePlaylistName,
  mostPlaylistEntries,
  moveEntry,
  noItems,
  noteEntry,
  type Playlist,
  type PlaylistEntry,
  type ProjectEvent,
  playlistNamed,
  playlistOrders,
  playlistsByName,
  putItem,
  type RecordChange,
  removeEntry,
  setSyncFrame,
  showableEntries,
  sortEntries,
  stackOfEntries,
  trimEntry,
} from '#common/domain/index.ts';
import { createRandom, type Random } from '../random.ts';

const entry = (id: string, start = 10, end = 19, clipId = 'c1'): PlaylistEntry => ({
  id,
  clipId,
  range: { start, end },
  eventId: null,
  syncFrame: null,
  note: '',
});
const list = (...entries: readonly PlaylistEntry[]): Playlist => ({
  kind: 'playlist',
  id: 'p',
  name: 'Touches',
  entries,
});
const edited = (playlist: Playlist, changes: readonly RecordChange[]): Playlist =>
  applyChanges(applyChanges(noItems, [putItem(playlist)]), changes).playlist.get(playlist.id) ?? playlist;
const ids = ({ entries }: Playlist) => entries.map(({ id }) => id).join('');

const randomList = (random: Random): Playlist =>
  list(
    ...Array.from({ length: 1 + random.integer(12) }, (_, at) => {
      const start = random.integer(50);
      return entry(
        String.fromCharCode(97 + at),
        start,
        start + random.integer(20),
        random.pick(['c1', 'c2']),
      );
    }),
  );
const factsOf = ({ clipId, range }: PlaylistEntry): EntryFacts => ({
  clipName: clipId,
  code: range.start % 3 === 0 ? '' : `Code ${range.start % 3}`,
  labels: range.end % 2 === 0 ? '' : 'left',
  seconds: range.end - range.start,
});

describe('A playlist', () => {
  it('moved there and back is as it was, and nothing is lost on the way', () => {
    const random = createRandom(7);
    for (let turn = 0; turn < 300; turn++) {
      const before = randomList(random);
      const from = random.integer(before.entries.length);
      const id = before.entries[from]?.id ?? '';
      const there = edited(before, moveEntry(before, id, random.integer(20) - 4));
      expect([...ids(there)].sort()).toEqual([...ids(before)].sort());
      expect(edited(there, moveEntry(there, id, from))).toEqual(before);
    }
  });

  it('changed in any way and put back is as it was', () => {
    const random = createRandom(8);
    for (let turn = 0; turn < 300; turn++) {
      const before = randomList(random);
      const id = random.pick(before.entries).id;
      const edits = [
        () => removeEntry(before, id),
        () => trimEntry(before, id, { start: random.integer(90), end: random.integer(90) }, 60),
        () => setSyncFrame(before, id, random.integer(70)),
        () => noteEntry(before, id, 'Good'),
        () => sortEntries(before, random.pick(playlistOrders), factsOf),
        () => addEntries(before, [entry('z')]),
      ];
      const changes = random.pick(edits)();
      const changed = edited(before, changes);
      for (const { range, syncFrame } of changed.entries) {
        expect(range.start <= range.end).toBe(true);
        if (syncFrame !== null) expect(syncFrame >= range.start && syncFrame <= range.end).toBe(true);
      }
      // An edit that changes nothing is none, so that the history has no empty steps.
      if (changes.length > 0) expect(changed).not.toEqual(before);
      expect(edited(changed, [putItem(before)])).toEqual(before);
    }
  });

  it('sorted is in that order, and sorted again nothing changes', () => {
    const random = createRandom(9);
    for (let turn = 0; turn < 200; turn++) {
      const before = randomList(random);
      const order = random.pick(playlistOrders);
      const sorted = edited(before, sortEntries(before, order, factsOf));
      expect([...ids(sorted)].sort()).toEqual([...ids(before)].sort());
      expect(sortEntries(sorted, order, factsOf)).toEqual([]);
    }
    const three = list(entry('a', 30, 39), entry('b', 4, 9, 'c2'), entry('c', 5, 30));
    const ordered = (order: (typeof playlistOrders)[number]) =>
      ids(edited(three, sortEntries(three, order, factsOf)));
    expect(ordered('time')).toBe('cab');
    expect(ordered('length')).toBe('cab');
    expect(ordered('code')).toBe('bca');
    expect(ordered('label')).toBe('abc');
  });

  it('takes the events that are there, in the order given, with ranges of their own', () => {
    const event = { kind: 'event', id: 'e1', clipId: 'c1', range: { start: 1, end: 4 }, note: 'N' };
    const items = applyChanges(noItems, [putItem(event as ProjectEvent)]);
    const [taken, ...others] = entriesOfEvents(items, ['gone', 'e1'], () => 'new');
    expect(others).toEqual([]);
    expect(taken).toEqual({ ...entry('new', 1, 4), eventId: 'e1', note: 'N' });
    const trimmed = edited(
      list(taken as PlaylistEntry),
      trimEntry(list(taken as PlaylistEntry), 'new', { start: 2, end: 3 }, 9),
    );
    expect(trimmed.entries[0]?.range).toEqual({ start: 2, end: 3 });
    expect(items.event.get('e1')?.range).toEqual({ start: 1, end: 4 });
  });

  it('takes no more entries than a project keeps', () => {
    const full = list(...Array.from({ length: mostPlaylistEntries - 1 }, (_, at) => entry(`${at}`)));
    expect(edited(full, addEntries(full, [entry('y'), entry('z')])).entries.at(-1)?.id).toBe('y');
    const over = edited(full, addEntries(full, [entry('y')]));
    expect(addEntries(over, [entry('z')])).toEqual([]);
  });

  it('keeps a sync frame in its range: refused outside, moved along when trimmed', () => {
    const one = list(entry('a', 10, 19));
    expect(setSyncFrame(one, 'a', 20)).toEqual([]);
    const synced = edited(one, setSyncFrame(one, 'a', 15));
    expect(stackOfEntries(synced.entries)).toEqual([
      { clipId: 'c1', range: { start: 10, end: 19 }, syncFrame: 15 },
    ]);
    const trimmed = edited(synced, trimEntry(synced, 'a', { start: 17, end: 30 }, 25));
    expect(trimmed.entries[0]).toMatchObject({ range: { start: 17, end: 24 }, syncFrame: 17 });
    expect(stackOfEntries(one.entries)[0]?.syncFrame).toBe(10);
  });

  it('has a name of its own, whatever is wanted', () => {
    const named = (name: string) => ({ ...list(), id: name, name });
    const all = [named('Touches'), named('Touches 2'), named('Touches 10')];
    expect(freePlaylistName(all, 'touches')).toBe('touches 3');
    expect(freePlaylistName(all, 'Passes')).toBe('Passes');
    expect(playlistsByName(all.toReversed()).map(({ name }) => name)).toEqual(all.map(({ name }) => name));
    expect(playlistNamed(all, ' TOUCHES 2 ')?.id).toBe('Touches 2');
    expect(copyEntries([entry('a')], () => 'b')).toEqual([entry('b')]);
  });

  it('tells which entries can be shown', () => {
    const mixed = list(entry('a'), entry('b', 0, 3, 'gone'), entry('c', 10, 40));
    const { shown, leftOut } = showableEntries(mixed, [{ id: 'c1', frameCount: 40 }]);
    expect(shown.map(({ id }) => id)).toEqual(['a']);
    expect(leftOut.map(({ place, state }) => [place, state])).toEqual([
      [1, 'missing'],
      [2, 'outside'],
    ]);
  });
});
