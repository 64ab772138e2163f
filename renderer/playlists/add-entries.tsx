import { Plus } from 'lucide-react';
import { codesInOrder, type Playlist } from '#common/domain/index.ts';
import { useApp, useEvents, useHost, useRecord, useReview } from '../app/state/context.tsx';
import { playlistsTexts as texts } from '../texts/playlists.ts';
import { formatRange, formatSeconds } from '../ui/format.ts';
import { useEntryFacts } from './use-entry-facts.ts';

/** What can be added now: the range, the selected events, all of a code; and what there is together. */
export const AddEntries = ({ playlist }: { playlist: Playlist | undefined }) => {
  const { stores } = useApp();
  const { addInHand, addEvents } = stores.playlists.getState();
  const readOnly = useRecord((state) => state.readOnly !== null);
  const selection = useReview((state) => state.selection);
  const events = useRecord((state) => state.items.event);
  const codes = useRecord((state) => state.items.code);
  const clips = useHost((state) => state.clips);
  const selected = useEvents((state) => state.selected).filter((id) => events.has(id));
  const places = new Map((clips ?? []).map(({ name, id }) => [id, name]));
  const addCode = (codeId: string) => {
    const ofCode = [...events.values()].filter(
      (event) => event.codeId === codeId && places.has(event.clipId),
    );
    const name = (clipId: string) => places.get(clipId) ?? '';
    ofCode.sort((a, b) => name(a.clipId).localeCompare(name(b.clipId)) || a.range.start - b.range.start);
    addEvents(ofCode.map(({ id }) => id));
  };
  const used = new Set([...events.values()].map(({ codeId }) => codeId));
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons of one purpose, no fields
    <div className="playlists__add" role="group" aria-label={texts.add}>
      {selection && !readOnly && (
        <button type="button" className="button" onClick={addInHand}>
          <Plus size={13} aria-hidden /> {texts.addRange(formatRange(selection))}
        </button>
      )}
      {selected.length > 0 && !readOnly && (
        <button type="button" className="button" onClick={() => addEvents(selected)}>
          <Plus size={13} aria-hidden /> {texts.addEvents(selected.length)}
        </button>
      )}
      <select
        className="field"
        aria-label={texts.addCode}
        disabled={readOnly || used.size === 0}
        value=""
        onChange={(event) => addCode(event.target.value)}
      >
        <option value="">{texts.addCode}</option>
        {codesInOrder(codes.values())
          .filter(({ id }) => used.has(id))
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </select>
      {playlist && playlist.entries.length > 0 && <Total playlist={playlist} />}
    </div>
  );
};

const Total = ({ playlist }: { playlist: Playlist }) => {
  const factsOf = useEntryFacts();
  const facts = playlist.entries.map(factsOf).filter(({ state }) => state === 'there');
  const seconds = facts.reduce((sum, each) => sum + each.seconds, 0);
  const length = facts.every(({ isTimed }) => isTimed) ? formatSeconds(seconds) : '';
  return (
    <p className="playlists__total" role="status">
      {texts.total(playlist.entries.length, length)}
    </p>
  );
};
