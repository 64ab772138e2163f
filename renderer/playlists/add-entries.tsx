import { Plus } from 'lucide-react';
import { codesInOrder } from '#common/domain/index.ts';
import { useApp, useEvents, useHost, useRecord, useReview } from '../app/state/context.tsx';
import { playlistsTexts as texts } from '../texts/playlists.ts';
import { formatRange } from '../ui/format.ts';

/** What can be added now: the range, the selected events, all of a code. */
export const AddEntries = () => {
  const { stores } = useApp();
  const { addInHand, addEvents } = stores.playlists.getState();
  const readOnly = useRecord((state) => state.readOnly !== null);
  const selection = useReview((state) => state.selection);
  const events = useRecord((state) => state.items.event);
  const codes = useRecord((state) => state.items.code);
  const clips = useHost((state) => state.clips);
  const selected = useEvents((state) => state.selected).filter((id) => events.has(id));
  if (readOnly) return null;
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
      {selection && (
        <button type="button" className="button" onClick={addInHand}>
          <Plus size={13} aria-hidden /> {texts.addRange(formatRange(selection))}
        </button>
      )}
      {selected.length > 0 && (
        <button type="button" className="button" onClick={() => addEvents(selected)}>
          <Plus size={13} aria-hidden /> {texts.addEvents(selected.length)}
        </button>
      )}
      <select
        className="field"
        aria-label={texts.addCode}
        disabled={used.size === 0}
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
    </div>
  );
};
