import { Rows3 } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { changeCode, codesInOrder } from '#common/domain/index.ts';
import { useApp, useLayout, useRecord } from '../app/state/context.tsx';
import { eventsTexts } from '../texts/events.ts';
import { type RowName, timelineTexts as texts, timelineRowNames } from '../texts/timeline.ts';

export type ShownRows = Readonly<Record<RowName, boolean>>;

/** Which rows a person wants to see; remembered with the rest of the layout. */
export function useShownRows(): ShownRows {
  const film = useLayout((state) => state.filmRow);
  const sound = useLayout((state) => state.soundRow);
  const motion = useLayout((state) => state.motionRow);
  const shots = useLayout((state) => state.shotsRow);
  const phases = useLayout((state) => state.phasesRow);
  const events = useLayout((state) => state.eventsRow);
  const proposals = useLayout((state) => state.proposalsRow);
  const looks = useLayout((state) => state.looksRow);
  const coverage = useLayout((state) => state.coverageRow);
  return { film, phases, events, proposals, looks, coverage, sound, motion, shots };
}

/** Shows and hides the rows of codes. */
const CodesShown = () => {
  const { stores } = useApp();
  const items = useRecord((state) => state.items);
  const codes = codesInOrder(items.code.values());
  if (codes.length === 0) return null;
  return (
    <fieldset className="rows-menu__codes">
      <legend className="label">{texts.codesShown}</legend>
      {codes.map((code) => (
        <label key={code.id} className="rows-menu__item">
          <input
            type="checkbox"
            checked={!code.hidden}
            onChange={(event) => {
              const hidden = !event.target.checked;
              const title = hidden ? eventsTexts.edits.hide(code.name) : eventsTexts.edits.show(code.name);
              stores.record.getState().edit(title, changeCode(items, code.id, { hidden }));
            }}
          />
          <span className="event-label__mark" style={{ background: code.colour }} />
          {code.name}
        </label>
      ))}
    </fieldset>
  );
};

/** Shows and hides rows. */
export const RowsMenu = () => {
  const shown = useShownRows();
  const change = useLayout((state) => state.change);
  return (
    <DialogTrigger>
      <Button className="button button--plain button--icon" aria-label={texts.chooseRows}>
        <Rows3 size={16} strokeWidth={1.75} aria-hidden />
      </Button>
      <Popover className="popover" placement="top end">
        <Dialog className="rows-menu" aria-label={texts.chooseRows}>
          {timelineRowNames.map((name) => (
            <label key={name} className="rows-menu__item">
              <input
                type="checkbox"
                checked={shown[name]}
                onChange={(event) => change({ [`${name}Row`]: event.target.checked })}
              />
              {texts.rows[name]}
            </label>
          ))}
          <CodesShown />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};
