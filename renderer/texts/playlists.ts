import type { EntryState, PlaylistOrder } from '#common/domain/index.ts';
import { formatCount, plural } from '../ui/format.ts';

const missing = 'its clip is missing';
const outside = 'its clip has fewer frames now';

export const playlistsTexts = {
  title: 'Playlists',
  tabs: { codes: 'Codes', events: 'Events', playlists: 'Playlists' },
  tabsTitle: 'Beside the picture',
  tabKeys: { codes: 'Shift C', events: 'Shift L', playlists: 'Shift Y' },
  choose: 'Playlist',
  empty: 'No playlist yet. Select a range or some events and add them',
  emptyKey: 'Shift E',
  noEntries: 'Nothing in it yet. Select a range or some events and add them',
  make: 'Make a playlist',
  newName: 'Playlist',
  rename: 'Rename',
  name: 'Name of the playlist',
  duplicate: 'Duplicate',
  remove: 'Remove the playlist',
  export: 'Export',
  play: 'Play',
  stop: 'Stop',
  stopKey: 'Esc',
  nextKey: 'PageDown',
  previousKey: 'PageUp',
  loop: 'Begin anew at the end',
  next: 'Next entry',
  previous: 'Previous entry',
  entries: 'Entries',
  total: (count: number, length: string) =>
    [plural(count, 'entry').replace('entrys', 'entries'), length].filter((part) => part !== '').join(' · '),
  sort: 'Sort',
  sortBy: 'Sort by',
  orders: {
    time: 'Clip and time',
    code: 'Code',
    label: 'Label',
    length: 'Length, longest first',
  } satisfies Readonly<Record<PlaylistOrder, string>>,
  add: 'Add',
  addRange: (range: string) => `Add ${range}`,
  addEvents: (count: number) => `Add ${plural(count, 'event')}`,
  addCode: 'Add a code',
  nothingToAdd: 'Select a range or some events first.',
  full: (most: number) => `A playlist has ${formatCount(most)} entries at most; the rest was left out.`,
  added: (count: number, name: string) => `${plural(count, 'range')} added to ${name}.`,
  length: (frames: number, seconds: string) => [plural(frames, 'frame'), seconds].filter(Boolean).join(' · '),
  range: 'Range',
  problems: {
    missing: 'Clip missing',
    outside: 'Outside the clip',
  } satisfies Readonly<Record<Exclude<EntryState, 'there'>, string>>,
  problemHelp: {
    missing: 'Its clip is missing. Find its file in the library, or remove the entry.',
    outside: 'Its clip has fewer frames now. Trim the entry, or remove it.',
  } satisfies Readonly<Record<Exclude<EntryState, 'there'>, string>>,
  leftOut: (places: readonly number[], state: Exclude<EntryState, 'there'>) => {
    const list = places.slice(0, 5).join(', ') + (places.length > 5 ? ' …' : '');
    const reason = state === 'missing' ? missing : outside;
    return places.length === 1
      ? `Entry ${list} is left out: ${reason}.`
      : `Entries ${list} are left out: ${reason.replace('its clip', 'their clip')}.`;
  },
  nothingToShow: 'Nothing in this playlist can be shown. Add a range or some events first.',
  /** For screen readers. */
  spoken: (entry: {
    readonly place: number;
    readonly count: number;
    readonly code: string;
    readonly clip: string;
    readonly range: string;
    readonly length: string;
    readonly problem: string;
    readonly sync: string;
    readonly note: string;
  }) =>
    [
      `${entry.place} of ${entry.count}. ${entry.code || 'Range'}`,
      `frames ${entry.range}`,
      entry.length,
      entry.clip,
      entry.sync,
      entry.note,
      entry.problem,
    ]
      .filter((part) => part !== '')
      .join(', '),
  syncAt: (frame: number) => `sync at ${formatCount(frame)}`,
  details: (place: number) => `Entry ${place}`,
  first: 'First',
  last: 'Last',
  sync: 'Sync',
  syncHelp: 'Where it stands beside the others when exported side by side',
  syncFirst: 'first',
  syncHere: 'Sync at this frame',
  syncKey: 'Ctrl F8',
  note: 'Note',
  removeEntry: 'Remove the entry',
  removeKey: 'Del',
  synced: (frame: number) => `Stands beside the others at frame ${formatCount(frame)}.`,
  syncRange: (range: string) => `Sync at a frame of the entry: ${range}.`,
  syncOutside: 'Go to a frame of the entry first.',
  noEntry: 'Select an entry of a playlist first.',
  unknownFrame: (last: number) => `Write a frame from 0 to ${formatCount(last)}.`,
  reversed: 'The first frame comes before the last.',
  playing: (name: string, place: number, count: number) =>
    `${name} · ${formatCount(place)} of ${formatCount(count)}`,
  noEntryThere: { 1: 'This is the last entry.', '-1': 'This is the first entry.' },
  edits: {
    make: (name: string) => `Make ${name}`,
    rename: (name: string) => `Rename ${name}`,
    duplicate: (name: string) => `Duplicate ${name}`,
    remove: (name: string) => `Remove ${name}`,
    add: (count: number, name: string) => `Add ${plural(count, 'range')} to ${name}`,
    move: (name: string) => `Reorder ${name}`,
    sort: (name: string) => `Sort ${name}`,
    trim: (name: string) => `Trim an entry of ${name}`,
    sync: (name: string) => `Sync an entry of ${name}`,
    note: (name: string) => `Note in ${name}`,
    removeEntry: (name: string) => `Remove an entry of ${name}`,
  },
  commands: {
    panel: 'Show or hide the playlists',
    add: 'Add the range, or the selected events, to the playlist',
    play: 'Play the playlist, or stop',
    next: 'Next entry of the playlist',
    previous: 'Previous entry of the playlist',
    sync: 'Sync the entry at this frame',
    make: 'Make a playlist',
    export: 'Export the playlist …',
  },
} as const;
