import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { moveEntry, type Playlist, type PlaylistEntry, removeEntry } from '#common/domain/index.ts';
import { useApp, usePlaylists, useRecord } from '../app/state/context.tsx';
import { playlistsTexts as texts } from '../texts/playlists.ts';
import { EntryItem } from './entry-item.tsx';
import { useEntryFacts } from './use-entry-facts.ts';

/** The entries in their order: one place for Tab, arrows inside, Alt and arrows move them. */
export const EntryList = ({ playlist }: { playlist: Playlist }) => {
  const { stores } = useApp();
  const { change, select, show, play } = stores.playlists.getState();
  const selected = usePlaylists((state) => state.selected);
  const playing = usePlaylists((state) => state.through?.entryId ?? null);
  const readOnly = useRecord((state) => state.readOnly !== null);
  const factsOf = useEntryFacts();
  const list = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  /** The place before which the dragged entry would come. */
  const [gap, setGap] = useState<number | null>(null);
  const { entries } = playlist;
  const place = entries.findIndex(({ id }) => id === selected);

  // What was selected elsewhere, or moved, comes into sight.
  useEffect(() => {
    if (place >= 0) list.current?.children[place]?.scrollIntoView({ block: 'nearest' });
  }, [place]);

  const move = (entryId: string, to: number) =>
    change(texts.edits.move, (now) => moveEntry(now, entryId, to), `move ${entryId}`);
  const remove = (entry: PlaylistEntry) => {
    const next = entries[place + 1] ?? entries[place - 1];
    if (change(texts.edits.removeEntry, (now) => removeEntry(now, entry.id))) select(next?.id ?? null);
  };

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const entry = entries[place];
    const to = {
      ArrowDown: place + 1,
      ArrowUp: Math.max(0, place - 1),
      Home: 0,
      End: entries.length - 1,
    }[event.code];
    if (event.altKey) {
      if (event.code !== 'ArrowDown' && event.code !== 'ArrowUp') return;
      event.preventDefault();
      if (entry && !readOnly) move(entry.id, place + (event.code === 'ArrowDown' ? 1 : -1));
      return;
    }
    if (to !== undefined) {
      event.preventDefault();
      const next = entries[Math.min(entries.length - 1, to)];
      if (next) select(next.id);
    } else if (entry && event.code === 'Enter') {
      event.preventDefault();
      show(entry);
    } else if (entry && !readOnly && (event.code === 'Delete' || event.code === 'Backspace')) {
      event.preventDefault();
      remove(entry);
    }
  };

  const over = (event: DragEvent, at: number) => {
    if (dragged === null) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    setGap(event.clientY > box.top + box.height / 2 ? at + 1 : at);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const from = entries.findIndex(({ id }) => id === dragged);
    // Taken out of its place first, what follows is one place nearer.
    if (dragged !== null && gap !== null) move(dragged, gap > from ? gap - 1 : gap);
    setDragged(null);
    setGap(null);
  };

  return (
    <div
      ref={list}
      className="playlists__entries"
      role="listbox"
      tabIndex={0}
      aria-label={texts.entries}
      aria-activedescendant={place >= 0 ? `entry-${selected}` : undefined}
      onKeyDown={press}
      onDrop={drop}
    >
      {entries.map((entry, at) => (
        <EntryItem
          key={entry.id}
          entry={entry}
          facts={factsOf(entry)}
          place={at + 1}
          count={entries.length}
          selected={entry.id === selected}
          playing={entry.id === playing}
          draggable={!readOnly}
          gap={dragged === null ? null : gap === at ? 'before' : gap === at + 1 ? 'after' : null}
          onPress={() => show(entry)}
          onOpen={() => play(entry.id)}
          onDragStart={() => setDragged(entry.id)}
          onDragOver={(event) => over(event, at)}
          onDragEnd={() => {
            setDragged(null);
            setGap(null);
          }}
        />
      ))}
    </div>
  );
};
