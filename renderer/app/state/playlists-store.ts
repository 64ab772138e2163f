import type { StoreApi } from 'zustand';
import { createStore } from 'zustand/vanilla';
import {
  addEntries,
  type ClipInfo,
  copyEntries,
  entriesOfEvents,
  freePlaylistName,
  mostPlaylistEntries,
  type Playlist,
  type PlaylistEntry,
  playlistsByName,
  putItem,
  type RecordChange,
  rangeOfSeconds,
  removeItem,
  secondsOfRange,
  setSyncFrame,
} from '#common/domain/index.ts';
import { playlistsTexts as texts } from '../../texts/playlists.ts';
import type { EventsStore } from './events-store.ts';
import type { HostStore } from './host-store.ts';
import type { NoticesStore } from './notices-store.ts';
import type { NumbersState } from './numbers-store.ts';
import { createPlayThrough, type Through } from './play-through.ts';
import type { RecordStore } from './record-store.ts';
import type { ReviewStore } from './review-store.ts';

export type PlaylistsState = {
  /** The playlist in hand, by id; the first by name where it is gone. */
  readonly chosen: string | null;
  /** The entry in hand, by id. */
  readonly selected: string | null;
  /** What is being played through, and where; null for nothing. */
  readonly through: Through | null;
  /** Whether playing through begins anew at the end. */
  readonly loop: boolean;
  /** How the export dialog is to begin; null for as it likes. */
  readonly exportAs: 'reel' | 'stack' | null;

  /** The playlist in hand. */
  readonly current: () => Playlist | undefined;
  readonly choose: (playlistId: string) => void;
  readonly select: (entryId: string | null) => void;
  readonly setExportAs: (exportAs: PlaylistsState['exportAs']) => void;
  /** Gives the playlist's id; null where nothing can be changed. */
  readonly make: (name: string, entries?: readonly PlaylistEntry[]) => string | null;
  readonly rename: (name: string) => void;
  readonly duplicate: () => void;
  readonly remove: () => void;
  /** Edits the playlist in hand in one step of the history. */
  readonly change: (
    title: (name: string) => string,
    make: (playlist: Playlist) => readonly RecordChange[],
    mergeKey?: string,
  ) => boolean;
  /** Adds the selected range, else the selected events, to the playlist in hand; to a new one where there is none. */
  readonly addInHand: () => void;
  /** Adds these events in the order given. */
  readonly addEvents: (eventIds: readonly string[]) => void;
  /**
   * A playlist of events in the order given, each with so many seconds around it; the one that is so already where
   * there is one. Null where nothing can be changed.
   */
  readonly makeOfEvents: (
    name: string,
    eventIds: readonly string[],
    paddingSeconds?: number,
  ) => string | null;
  /** The frame shown becomes the one at which the entry in hand stands beside others. */
  readonly syncHere: () => void;
  /** Shows an entry's first frame; its clip is opened where it is another. */
  readonly show: (entry: PlaylistEntry) => void;
  /** Plays the playlist in hand from an entry on, from its first where none is given. */
  readonly play: (entryId?: string) => void;
  readonly stop: () => void;
  /** To the next or previous entry: playing on where it plays. */
  readonly step: (by: 1 | -1) => void;
  readonly toggleLoop: () => void;
  /** Forgets all that belongs to a project. */
  readonly leave: () => void;
};

export type PlaylistsStoreParts = {
  readonly record: RecordStore;
  readonly review: ReviewStore;
  readonly events: EventsStore;
  readonly host: HostStore;
  readonly numbers: Pick<StoreApi<NumbersState>, 'getState'>;
  readonly notices: NoticesStore;
  readonly openClip: (clip: ClipInfo) => Promise<void>;
  /** Goes back to one picture. */
  readonly closeComparison: () => void;
  /** Reads a clip's frame times, so that they are there when it is opened. */
  readonly prepare: (clipId: string) => void;
  readonly createId?: () => string;
};

/** Playlists in hand: what is chosen, how it plays, and every edit of it. */
export function createPlaylistsStore(parts: PlaylistsStoreParts) {
  const { record, review, events, host, numbers, notices } = parts;
  const { createId = () => crypto.randomUUID() } = parts;
  const tell = (words: string) => notices.getState().tell('note', words);
  const playlists = () => record.getState().items.playlist;
  const edit = (title: string, changes: readonly RecordChange[], mergeKey?: string) =>
    record.getState().edit(title, changes, mergeKey);

  const store = createStore<PlaylistsState>()((set, get) => {
    /** Adds to the playlist in hand, or makes one. */
    const add = (entries: readonly PlaylistEntry[]): void => {
      const playlist = get().current();
      if (entries.length === 0) return;
      if (!playlist) {
        const id = get().make(texts.newName, entries);
        const made = playlists().get(id ?? '');
        if (made) tell(texts.added(made.entries.length, made.name));
        return;
      }
      const room = mostPlaylistEntries - playlist.entries.length;
      const count = Math.min(room, entries.length);
      const isDone = edit(texts.edits.add(count, playlist.name), addEntries(playlist, entries));
      if (count < entries.length) tell(texts.full(mostPlaylistEntries));
      else if (isDone) tell(texts.added(count, playlist.name));
    };

    const padded = (entry: PlaylistEntry, paddingSeconds: number): PlaylistEntry => {
      const times = numbers.getState().times.get(entry.clipId);
      if (paddingSeconds <= 0 || !times) return entry;
      const { start, end } = secondsOfRange(times, entry.range);
      return { ...entry, range: rangeOfSeconds(times, start - paddingSeconds, end + paddingSeconds) };
    };

    const through = createPlayThrough({
      review,
      clips: () => host.getState().clips ?? [],
      playlist: (id) => playlists().get(id),
      openClip: parts.openClip,
      closeComparison: parts.closeComparison,
      prepare: parts.prepare,
      isLooped: () => get().loop,
      onChange: (now) => set(now ? { through: now, selected: now.entryId } : { through: null }),
    });

    return {
      chosen: null,
      selected: null,
      through: null,
      loop: false,
      exportAs: null,
      current: () => currentPlaylist(playlists().values(), get().chosen),
      choose: (chosen) => {
        get().stop();
        set({ chosen, selected: null });
      },
      select: (selected) => set({ selected }),
      setExportAs: (exportAs) => set({ exportAs }),
      make: (wanted, entries = []) => {
        const id = createId();
        const name = freePlaylistName(playlists().values(), wanted);
        const fitting = entries.slice(0, mostPlaylistEntries);
        const playlist: Playlist = { kind: 'playlist', id, name, entries: fitting };
        if (!edit(texts.edits.make(name), [putItem(playlist)])) return null;
        get().choose(id);
        return id;
      },
      rename: (wanted) => {
        const playlist = get().current();
        const name = wanted.trim().slice(0, 120);
        if (!playlist || name === '' || name === playlist.name) return;
        const others = [...playlists().values()].filter(({ id }) => id !== playlist.id);
        const free = freePlaylistName(others, name);
        set({ chosen: playlist.id });
        edit(texts.edits.rename(playlist.name), [putItem({ ...playlist, name: free })]);
      },
      duplicate: () => {
        const playlist = get().current();
        if (playlist) get().make(playlist.name, copyEntries(playlist.entries, createId));
      },
      remove: () => {
        const playlist = get().current();
        if (!playlist) return;
        get().stop();
        edit(texts.edits.remove(playlist.name), [removeItem(playlist)]);
      },
      change: (title, make, mergeKey) => {
        const playlist = get().current();
        const changes = playlist ? make(playlist) : [];
        if (!playlist || changes.length === 0) return false;
        return edit(title(playlist.name), changes, mergeKey);
      },
      addInHand: () => {
        const { clip, selection } = review.getState();
        if (clip && selection) {
          const entry = { id: createId(), clipId: clip.id, range: selection, eventId: null };
          add([{ ...entry, syncFrame: null, note: '' }]);
          return;
        }
        const { event } = record.getState().items;
        const selected = events.getState().selected.filter((id) => event.has(id));
        if (selected.length === 0) tell(texts.nothingToAdd);
        else get().addEvents(selected);
      },
      addEvents: (eventIds) => add(entriesOfEvents(record.getState().items, eventIds, createId)),
      makeOfEvents: (name, eventIds, paddingSeconds = 0) => {
        const entries = entriesOfEvents(record.getState().items, eventIds, createId).map((entry) =>
          padded(entry, paddingSeconds),
        );
        const same = [...playlists().values()].find(
          (playlist) => playlist.name.startsWith(name) && haveSameRanges(playlist.entries, entries),
        );
        if (!same) return get().make(name, entries);
        get().choose(same.id);
        return same.id;
      },
      syncHere: () => {
        const playlist = get().current();
        const entry = playlist?.entries.find(({ id }) => id === get().selected);
        const { clip, target, shown, playing } = review.getState();
        if (!playlist || !entry) return tell(texts.noEntry);
        const frame = playing ? (shown ?? target) : target;
        const { start, end } = entry.range;
        if (clip?.id !== entry.clipId || frame < start || frame > end) return tell(texts.syncOutside);
        const changed = get().change(texts.edits.sync, (now) => setSyncFrame(now, entry.id, frame));
        if (changed) tell(texts.synced(frame));
      },
      show: (entry) => {
        get().stop();
        set({ selected: entry.id });
        void through.show(entry);
      },
      play: (entryId) => {
        const playlist = get().current();
        if (!playlist || !through.play(playlist.id, entryId)) tell(texts.nothingToShow);
      },
      stop: () => through.stop(),
      step: (by) => {
        const playlist = get().current();
        if (!playlist) return tell(texts.noEntry);
        if (!through.step(playlist.id, get().selected, by)) tell(texts.noEntryThere[by]);
      },
      toggleLoop: () => set(({ loop }) => ({ loop: !loop })),
      leave: () => {
        through.stop();
        set({ chosen: null, selected: null, exportAs: null });
      },
    };
  });
  return store;
}

/** The playlist in hand, else the first by name. */
export const currentPlaylist = (
  playlists: Iterable<Playlist>,
  chosen: string | null,
): Playlist | undefined => {
  const all = playlistsByName(playlists);
  return all.find(({ id }) => id === chosen) ?? all[0];
};

const haveSameRanges = (a: readonly PlaylistEntry[], b: readonly PlaylistEntry[]): boolean =>
  a.length === b.length &&
  a.every((entry, place) => {
    const other = b[place];
    const { start, end } = entry.range;
    return entry.eventId === other?.eventId && start === other.range.start && end === other.range.end;
  });
