import { Images, ListPlus, X } from 'lucide-react';
import { frameRangeLength } from '#common/domain/index.ts';
import { useApp, useEvents, useRecord, useReview } from '../app/state/context.tsx';
import { playlistsTexts } from '../texts/playlists.ts';
import { stillsTexts } from '../texts/stills.ts';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { formatRange, plural } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { frameToX, type Scale } from './scale.ts';

/** The selected range, outlined over all rows. */
export const SelectionOutline = ({ scale }: { scale: Scale }) => {
  const selection = useReview((state) => state.selection);
  if (!selection) return null;
  const left = frameToX(scale, selection.start);
  const width = Math.max(2, frameToX(scale, selection.end + 1) - left);
  return <div className="selection" style={{ left, width }} />;
};

/** What is selected and what can be done with it; always in the same place. */
export const SelectionActions = () => {
  const { actions, stores } = useApp();
  const selection = useReview((state) => state.selection);
  const select = useReview((state) => state.select);
  const hasEvents = useEvents((state) => state.selected.length > 0);
  if (!selection) return hasEvents ? <EventActions /> : <p className="label">{texts.noSelection}</p>;
  return (
    <div className="selection__actions">
      <span className="selection__words" data-testid="selection">
        {texts.selection(formatRange(selection), plural(frameRangeLength(selection), 'frame'))}
      </span>
      <button type="button" className="button button--person" onClick={() => actions.lookHere(selection)}>
        {texts.lookHere} <kbd className="key">F</kbd>
      </button>
      <button type="button" className="button" onClick={() => stores.dialogs.getState().open('export')}>
        {texts.export} <kbd className="key">E</kbd>
      </button>
      <IconButton
        icon={ListPlus}
        label={playlistsTexts.commands.add}
        keyName="Shift E"
        onPress={stores.playlists.getState().addInHand}
      />
      <IconButton
        icon={Images}
        label={stillsTexts.commands.stroboscope}
        keyName="Shift P"
        onPress={() => stores.dialogs.getState().open('stroboscope')}
      />
      <IconButton icon={X} label={texts.clearSelection} keyName="X" onPress={() => select(null)} />
    </div>
  );
};

/** The selected events and what can be done with them. */
const EventActions = () => {
  const { stores } = useApp();
  const selected = useEvents((state) => state.selected);
  const dragged = useEvents((state) => state.drag?.moved);
  const items = useRecord((state) => state.items);
  const events = selected.flatMap((id) => items.event.get(id) ?? []);
  const [event] = events;
  const proposal = items.proposal.get(selected[0] ?? '');
  const only = events.length > 1 ? undefined : (event ?? proposal);
  if (events.length === 0 && !proposal) return <p className="label">{texts.noSelection}</p>;
  const code = only?.kind === 'proposal' ? only.codeName : items.code.get(event?.codeId ?? '')?.name;
  const range = only && (dragged?.get(only.id) ?? only.range);
  return (
    <div className="selection__actions">
      <span className="selection__events" data-testid="selected-events">
        {range
          ? texts.eventSelected(code ?? '', formatRange(range), plural(frameRangeLength(range), 'frame'))
          : texts.eventsSelected(selected.length)}
      </span>
      {events.length > 0 && (
        <button type="button" className="button" onClick={() => stores.dialogs.getState().open('event')}>
          {texts.details} <kbd className="key">{texts.detailsKey}</kbd>
        </button>
      )}
    </div>
  );
};
