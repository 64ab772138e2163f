import { X } from 'lucide-react';
import { useState } from 'react';
import { useApp, useNumbers, useRecord } from '../app/state/context.tsx';
import { numbersTexts as texts } from '../texts/numbers.ts';
import { IconButton } from '../ui/icon-button.tsx';

/** What can be done with the events of the number opened. */
export const OpenedBar = () => {
  const app = useApp();
  const { stores } = app;
  const opened = useNumbers((state) => state.opened);
  const known = useRecord((state) => state.items.event);
  const [padding, setPadding] = useState('0');
  if (!opened) return null;
  const { title } = opened;
  // Some may have been removed since.
  const eventIds = opened.eventIds.filter((id) => known.has(id));
  if (eventIds.length === 0) return null;

  const show = () => {
    stores.events.getState().showOnly({ title, ids: eventIds });
    const first = stores.record.getState().items.event.get(eventIds[0] ?? '');
    const clip = stores.host.getState().clips?.find(({ id }) => id === first?.clipId);
    stores.layout.getState().change({ view: 'review', leftPanel: 'events' });
    if (first && clip && stores.review.getState().clip?.id !== clip.id) {
      void app.actions.openClip(clip).then(() => stores.review.getState().goTo(first.range.start));
    } else if (first) stores.review.getState().goTo(first.range.start);
  };
  const reel = () => {
    const seconds = Math.max(0, Number(padding.replace(',', '.')) || 0);
    const { makeOfEvents, setExportAs } = stores.playlists.getState();
    if (makeOfEvents(title, eventIds, seconds) === null) return;
    setExportAs('reel');
    stores.dialogs.getState().open('export');
  };
  const ask = () => {
    stores.events.getState().select(eventIds);
    stores.layout.getState().change({ view: 'review', traceOpen: true });
    stores.questions.getState().focusBox();
  };
  return (
    <div className="numbers__opened">
      <strong role="status">{texts.opened(title, eventIds.length)}</strong>
      <button type="button" className="button" onClick={show}>
        {texts.show}
      </button>
      <button type="button" className="button" onClick={ask}>
        {texts.ask}
      </button>
      <span className="numbers__gap" />
      <label className="numbers__padding">
        <span className="label">{texts.padding}</span>
        <input
          className="field"
          inputMode="decimal"
          value={padding}
          onChange={(event) => setPadding(event.target.value)}
        />
      </label>
      <button type="button" className="button" onClick={reel}>
        {texts.reel}
      </button>
      <IconButton
        icon={X}
        label={texts.close}
        onPress={() => {
          stores.numbers.getState().change({ opened: null });
          stores.events.getState().select([]);
        }}
      />
    </div>
  );
};
