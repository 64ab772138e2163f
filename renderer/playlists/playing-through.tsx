import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect } from 'react';
import { isTextField } from '../app/keys.ts';
import { useApp, usePlaylists, useRecord } from '../app/state/context.tsx';
import { playlistsTexts as texts } from '../texts/playlists.ts';
import { IconButton } from '../ui/icon-button.tsx';

/** Over the picture while a playlist plays: where it is, and the way on and out. */
export const PlayingThrough = () => {
  const { stores } = useApp();
  const through = usePlaylists((state) => state.through);
  const playlist = useRecord((state) => state.items.playlist.get(through?.playlistId ?? ''));
  const { step, stop } = stores.playlists.getState();
  useEffect(() => {
    if (!through) return;
    const leave = (event: globalThis.KeyboardEvent) => {
      const typing = event.target instanceof Element && isTextField(event.target);
      if (event.key !== 'Escape' || event.defaultPrevented || typing) return;
      if (stores.dialogs.getState().dialog !== null) return;
      event.preventDefault();
      stop();
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, [through, stores, stop]);
  const place = playlist?.entries.findIndex(({ id }) => id === through?.entryId) ?? -1;
  if (!playlist || place < 0) return null;
  const { note } = playlist.entries[place] ?? { note: '' };
  return (
    <div className="playing-through popover">
      <IconButton
        icon={ChevronLeft}
        label={texts.previous}
        keyName={texts.previousKey}
        onPress={() => step(-1)}
      />
      <span className="playing-through__words" role="status">
        {texts.playing(playlist.name, place + 1, playlist.entries.length)}
        {note !== '' && <span className="playing-through__note"> · {note}</span>}
      </span>
      <IconButton icon={ChevronRight} label={texts.next} keyName={texts.nextKey} onPress={() => step(1)} />
      <IconButton icon={X} label={texts.stop} keyName={texts.stopKey} onPress={stop} />
    </div>
  );
};
