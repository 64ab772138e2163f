import type { ClipInfo } from './clip.ts';
import { rangeInside } from './event-edits.ts';
import type { StackPart } from './export.ts';
import type { FrameRange } from './frame-range.ts';
import { putItem, type RecordChange, type RecordItems } from './project-record.ts';
import type { Playlist, PlaylistEntry } from './record-items.ts';

/** Entries of one playlist, as the contract has it. */
export const mostPlaylistEntries = 1000;

/** As a person finds them: by name, numbers in it by their size. */
export const playlistsByName = (playlists: Iterable<Playlist>): readonly Playlist[] =>
  [...playlists].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));

/** The playlist of a name, in any case; undefined for none. */
export const playlistNamed = (playlists: Iterable<Playlist>, name: string): Playlist | undefined => {
  const wanted = name.trim().toLowerCase();
  return [...playlists].find((playlist) => playlist.name.toLowerCase() === wanted);
};

/** A name that no playlist has: the one wanted, else with a number after it. */
export function freePlaylistName(playlists: Iterable<Playlist>, wanted: string): string {
  const all = [...playlists];
  const name = wanted.trim().slice(0, 100);
  if (!playlistNamed(all, name)) return name;
  for (let number = 2; ; number++) {
    const numbered = `${name} ${number}`;
    if (!playlistNamed(all, numbered)) return numbered;
  }
}

/** Entries for events in the order given; what is no event is left out. */
export function entriesOfEvents(
  items: Pick<RecordItems, 'event'>,
  eventIds: readonly string[],
  createId: () => string,
): readonly PlaylistEntry[] {
  return eventIds.flatMap((eventId) => {
    const event = items.event.get(eventId);
    if (!event) return [];
    const { clipId, range, note } = event;
    return [{ id: createId(), clipId, range, eventId, syncFrame: null, note }];
  });
}

const putEntries = (playlist: Playlist, entries: readonly PlaylistEntry[]): readonly RecordChange[] => [
  putItem({ ...playlist, entries }),
];

/** Adds entries at the end, as many as there is room for. */
export function addEntries(playlist: Playlist, added: readonly PlaylistEntry[]): readonly RecordChange[] {
  const fitting = added.slice(0, Math.max(0, mostPlaylistEntries - playlist.entries.length));
  return fitting.length === 0 ? [] : putEntries(playlist, [...playlist.entries, ...fitting]);
}

export function removeEntry(playlist: Playlist, entryId: string): readonly RecordChange[] {
  const left = playlist.entries.filter(({ id }) => id !== entryId);
  return left.length === playlist.entries.length ? [] : putEntries(playlist, left);
}

/** Puts an entry to a place, counted from 0; beyond the ends it goes to the end. */
export function moveEntry(playlist: Playlist, entryId: string, place: number): readonly RecordChange[] {
  const { entries } = playlist;
  const from = entries.findIndex(({ id }) => id === entryId);
  const entry = entries[from];
  const to = Math.max(0, Math.min(entries.length - 1, place));
  if (!entry || from === to) return [];
  return putEntries(playlist, entries.toSpliced(from, 1).toSpliced(to, 0, entry));
}

export const playlistOrders = ['time', 'code', 'label', 'length'] as const;
export type PlaylistOrder = (typeof playlistOrders)[number];

/** What an entry is sorted by. */
export type EntryFacts = {
  readonly clipName: string;
  /** Of the event that it was taken from; empty where there is none. */
  readonly code: string;
  readonly labels: string;
  readonly seconds: number;
};

/** Sorts entries; those that are the same in it keep their order by clip and time. */
export function sortEntries(
  playlist: Playlist,
  order: PlaylistOrder,
  factsOf: (entry: PlaylistEntry) => EntryFacts,
): readonly RecordChange[] {
  const facts = new Map(playlist.entries.map((entry) => [entry, factsOf(entry)]));
  const of = (entry: PlaylistEntry) => facts.get(entry) ?? factsOf(entry);
  const byTime = (a: PlaylistEntry, b: PlaylistEntry) =>
    compareWords(of(a).clipName, of(b).clipName) ||
    a.range.start - b.range.start ||
    a.range.end - b.range.end;
  const compare = {
    time: () => 0,
    code: (a: PlaylistEntry, b: PlaylistEntry) => compareWords(of(a).code, of(b).code),
    label: (a: PlaylistEntry, b: PlaylistEntry) => compareWords(of(a).labels, of(b).labels),
    length: (a: PlaylistEntry, b: PlaylistEntry) => of(b).seconds - of(a).seconds,
  }[order];
  const sorted = playlist.entries.toSorted((a, b) => compare(a, b) || byTime(a, b));
  const isSame = sorted.every((entry, place) => entry === playlist.entries[place]);
  return isSame ? [] : putEntries(playlist, sorted);
}

/** What has no word comes last. */
const compareWords = (a: string, b: string): number =>
  Number(a === '') - Number(b === '') || a.localeCompare(b, undefined, { numeric: true });

function changeEntry(
  playlist: Playlist,
  entryId: string,
  change: (entry: PlaylistEntry) => PlaylistEntry,
): readonly RecordChange[] {
  const entry = playlist.entries.find(({ id }) => id === entryId);
  if (!entry) return [];
  const changed = change(entry);
  if (JSON.stringify(changed) === JSON.stringify(entry)) return [];
  return putEntries(
    playlist,
    playlist.entries.map((each) => (each === entry ? changed : each)),
  );
}

/** An entry over another range, inside its clip; its sync frame stays as near as it can. The event keeps its own. */
export const trimEntry = (
  playlist: Playlist,
  entryId: string,
  range: FrameRange,
  frameCount: number,
): readonly RecordChange[] =>
  changeEntry(playlist, entryId, (entry) => {
    const inside = rangeInside(range, frameCount);
    const { syncFrame } = entry;
    const moved = syncFrame === null ? null : Math.max(inside.start, Math.min(inside.end, syncFrame));
    return { ...entry, range: inside, syncFrame: moved };
  });

/** The frame at which an entry stands beside others; nothing where it is not in the range. Null for the first. */
export const setSyncFrame = (
  playlist: Playlist,
  entryId: string,
  frame: number | null,
): readonly RecordChange[] =>
  changeEntry(playlist, entryId, (entry) => {
    const isOutside = frame !== null && (frame < entry.range.start || frame > entry.range.end);
    return isOutside ? entry : { ...entry, syncFrame: frame };
  });

export const noteEntry = (playlist: Playlist, entryId: string, note: string): readonly RecordChange[] =>
  changeEntry(playlist, entryId, (entry) => ({ ...entry, note: note.slice(0, 4000) }));

/** The same entries under ids of their own. */
export const copyEntries = (
  entries: readonly PlaylistEntry[],
  createId: () => string,
): readonly PlaylistEntry[] => entries.map((entry) => ({ ...entry, id: createId() }));

/** Whether an entry can be shown: its clip is there, and has its frames. */
export type EntryState = 'there' | 'missing' | 'outside';

/** A clip that was found again may be shorter; then the entry shows nothing until it is trimmed. */
export function entryState(
  { range }: PlaylistEntry,
  clip: Pick<ClipInfo, 'frameCount'> | undefined,
): EntryState {
  if (!clip) return 'missing';
  return range.end < clip.frameCount ? 'there' : 'outside';
}

/** A place is counted from 0. */
export type LeftOutEntry = {
  readonly place: number;
  readonly entry: PlaylistEntry;
  readonly state: Exclude<EntryState, 'there'>;
};

/** Which entries can be shown, and which cannot. */
export function showableEntries(
  { entries }: Playlist,
  clips: readonly Pick<ClipInfo, 'id' | 'frameCount'>[],
): { readonly shown: readonly PlaylistEntry[]; readonly leftOut: readonly LeftOutEntry[] } {
  const shown: PlaylistEntry[] = [];
  const leftOut: LeftOutEntry[] = [];
  for (const [place, entry] of entries.entries()) {
    const state = entryState(
      entry,
      clips.find(({ id }) => id === entry.clipId),
    );
    if (state === 'there') shown.push(entry);
    else leftOut.push({ place, entry, state });
  }
  return { shown, leftOut };
}

/** Entries as they stand side by side. */
export const stackOfEntries = (entries: readonly PlaylistEntry[]): readonly StackPart[] =>
  entries.map(({ clipId, range, syncFrame }) => ({ clipId, range, syncFrame: syncFrame ?? range.start }));
