import { useEffect, useMemo } from 'react';
import { useApp, useHost, usePlaylists, useRecord } from '../app/state/context.tsx';
import { currentPlaylist } from '../app/state/playlists-store.ts';
import { playlistsTexts as texts } from '../texts/playlists.ts';
import { AddEntries } from './add-entries.tsx';
import { EntryFields } from './entry-fields.tsx';
import { EntryList } from './entry-list.tsx';
import { PlaylistHead } from './playlist-head.tsx';
import './playlists.css';

/** The playlists of the project, and the entries of the one in hand. */
export const Playlists = () => {
  const chosen = usePlaylists((state) => state.chosen);
  const playlist = useRecord((state) => currentPlaylist(state.items.playlist.values(), chosen));
  const selected = usePlaylists((state) => state.selected);
  useTimes(playlist?.entries.map(({ clipId }) => clipId) ?? []);
  const entry = playlist?.entries.find(({ id }) => id === selected);
  const isEmpty = !playlist || playlist.entries.length === 0;
  return (
    <section className="playlists" aria-label={texts.title}>
      <PlaylistHead playlist={playlist} />
      {isEmpty && (
        <p className="playlists__empty">
          {playlist ? texts.noEntries : texts.empty} <kbd className="key">{texts.emptyKey}</kbd>
        </p>
      )}
      {playlist && !isEmpty && <EntryList playlist={playlist} />}
      <AddEntries playlist={playlist} />
      {playlist && entry && <EntryFields key={entry.id} playlist={playlist} entry={entry} />}
    </section>
  );
};

/** Reads when the frames of these clips are shown, for lengths. */
function useTimes(clipIds: readonly string[]): void {
  const { stores } = useApp();
  const clips = useHost((state) => state.clips);
  const wanted = useMemo(() => [...new Set(clipIds)].sort().join(' '), [clipIds]);
  useEffect(() => {
    const ids = new Set(wanted.split(' '));
    const known = (clips ?? []).filter(({ id }) => ids.has(id));
    // A clip that cannot be read has no length here, and says why where it is opened.
    stores.numbers
      .getState()
      .load(known)
      .catch(() => undefined);
  }, [stores, clips, wanted]);
}
