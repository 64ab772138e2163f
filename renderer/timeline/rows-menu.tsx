import { Rows3 } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useLayout } from '../app/state/context.tsx';
import { type RowName, timelineTexts as texts, timelineRowNames } from './texts.ts';

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
    <MenuTrigger>
      <Button className="button button--plain button--icon" aria-label={texts.chooseRows}>
        <Rows3 size={16} strokeWidth={1.75} aria-hidden />
      </Button>
      <Popover className="popover rows-menu" placement="top end">
        <Menu
          aria-label={texts.chooseRows}
          selectionMode="multiple"
          selectedKeys={timelineRowNames.filter((name) => shown[name])}
          onSelectionChange={(keys) => {
            const chosen = keys === 'all' ? new Set<unknown>(timelineRowNames) : keys;
            change({
              filmRow: chosen.has('film'),
              soundRow: chosen.has('sound'),
              motionRow: chosen.has('motion'),
              shotsRow: chosen.has('shots'),
              looksRow: chosen.has('looks'),
              coverageRow: chosen.has('coverage'),
            });
          }}
        >
          {timelineRowNames.map((name) => (
            <MenuItem key={name} id={name} className="rows-menu__item" textValue={texts.rows[name]}>
              {({ isSelected }) => (
                <>
                  <span className="rows-menu__mark" aria-hidden="true">
                    {isSelected && '✓'}
                  </span>
                  {texts.rows[name]}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
};
