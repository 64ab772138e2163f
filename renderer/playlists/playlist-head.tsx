import { Copy, Download, Pencil, Play, Plus, Repeat, Square, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type Playlist, playlistOrders, playlistsByName, sortEntries } from '#common/domain/index.ts';
import { useApp, usePlaylists, useRecord } from '../app/state/context.tsx';
import { playlistsTexts as texts } from '../texts/playlists.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useEntryFacts } from './use-entry-facts.ts';

/** Which playlist is in hand, and what can be done with all of it. */
export const PlaylistHead = ({ playlist }: { playlist: Playlist | undefined }) => {
  const playlists = useRecord((state) => state.items.playlist);
  const readOnly = useRecord((state) => state.readOnly !== null);
  const { choose, make, duplicate, remove } = useApp().stores.playlists.getState();
  const [renaming, setRenaming] = useState<string | null>(null);
  const isRenaming = playlist !== undefined && renaming === playlist.id;
  return (
    <header className="playlists__head">
      <div className="playlists__line">
        {playlist && !isRenaming && (
          <select
            className="field playlists__choose"
            aria-label={texts.choose}
            value={playlist.id}
            onChange={(event) => choose(event.target.value)}
          >
            {playlistsByName(playlists.values()).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
        {isRenaming && <NameField name={playlist.name} onClose={() => setRenaming(null)} />}
        {!playlist && <span className="playlists__choose label">{texts.title}</span>}
        {playlist && !isRenaming && (
          <>
            <IconButton
              icon={Pencil}
              label={texts.rename}
              disabled={readOnly}
              onPress={() => setRenaming(playlist.id)}
            />
            <IconButton icon={Copy} label={texts.duplicate} disabled={readOnly} onPress={duplicate} />
            <IconButton icon={Trash2} label={texts.remove} disabled={readOnly} onPress={remove} />
          </>
        )}
        <IconButton
          icon={Plus}
          label={texts.make}
          disabled={readOnly}
          onPress={() => setRenaming(make(texts.newName))}
        />
      </div>
      {playlist && playlist.entries.length > 0 && <WholePlaylist playlist={playlist} readOnly={readOnly} />}
    </header>
  );
};

/** Playing, sorting, exporting all of it. */
const WholePlaylist = ({ playlist, readOnly }: { playlist: Playlist; readOnly: boolean }) => {
  const { stores } = useApp();
  const { play, stop, toggleLoop, setExportAs, change } = stores.playlists.getState();
  const isPlaying = usePlaylists((state) => state.through?.playlistId === playlist.id);
  const selected = usePlaylists((state) => state.selected);
  const loop = usePlaylists((state) => state.loop);
  const factsOf = useEntryFacts();
  return (
    <div className="playlists__line">
      <button
        type="button"
        className="button button--person"
        onClick={() => (isPlaying ? stop() : play(selected ?? undefined))}
      >
        {isPlaying ? <Square size={13} aria-hidden /> : <Play size={13} aria-hidden />}
        {isPlaying ? texts.stop : texts.play}
      </button>
      <IconButton icon={Repeat} label={texts.loop} pressed={loop} onPress={toggleLoop} />
      <span className="playlists__gap" />
      <select
        className="field playlists__sort"
        aria-label={texts.sortBy}
        disabled={readOnly || playlist.entries.length < 2}
        value=""
        onChange={(event) => {
          const order = playlistOrders.find((each) => each === event.target.value);
          if (order) change(texts.edits.sort, (now) => sortEntries(now, order, factsOf));
        }}
      >
        <option value="">{texts.sort}</option>
        {playlistOrders.map((order) => (
          <option key={order} value={order}>
            {texts.orders[order]}
          </option>
        ))}
      </select>
      <IconButton
        icon={Download}
        label={texts.export}
        onPress={() => {
          setExportAs('reel');
          stores.dialogs.getState().open('export');
        }}
      />
    </div>
  );
};

const NameField = ({ name, onClose }: { name: string; onClose: () => void }) => {
  const { rename } = useApp().stores.playlists.getState();
  const [draft, setDraft] = useState(name);
  const [isLeft, setLeft] = useState(false);
  const keep = () => {
    if (!isLeft) rename(draft);
    onClose();
  };
  return (
    <input
      className="field playlists__choose"
      // biome-ignore lint/a11y/noAutofocus: it appears because a name is to be written
      autoFocus
      aria-label={texts.name}
      value={draft}
      maxLength={120}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setLeft(true);
        onClose();
      }}
    />
  );
};
