import { Rows3 } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useLayout } from '../app/state/context.tsx';
import { type RowName, timelineTexts as texts, timelineRowNames } from '../texts/timeline.ts';

export type ShownRows = Readonly<Record<RowName, boolean>>;

/** Which rows a person wants to see; remembered with the rest of the layout. */
export function useShownRows(): ShownRows {
  const film = useLayout((state) => state.filmRow);
  const sound = useLayout((state) => state.soundRow);
  const motion = useLayout((state) => state.motionRow);
  const shots = useLayout((state) => state.shotsRow);
  const looks = useLayout((state) => state.looksRow);
  const coverage = useLayout((state) => state.coverageRow);
  return { film, sound, motion, shots, looks, coverage };
}

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
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};
