import { playlistsTexts as texts } from '../texts/playlists.ts';
import { Segmented } from '../ui/segmented.tsx';
import { useLayout } from './state/context.tsx';

const panels = ['codes', 'events', 'playlists'] as const;

/** What stands left of the picture in Review. */
export const LeftTabs = () => {
  const panel = useLayout((state) => state.leftPanel);
  const change = useLayout((state) => state.change);
  if (panel === 'none') return null;
  return (
    <div className="left-tabs">
      <Segmented
        label={texts.tabsTitle}
        value={panel}
        options={panels.map((value) => ({ value, name: texts.tabs[value], help: texts.tabKeys[value] }))}
        onChange={(leftPanel) => change({ leftPanel })}
      />
    </div>
  );
};
