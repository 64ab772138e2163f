import { ChartNoAxesColumn, Film, FolderOpen, Keyboard, type LucideIcon, Settings } from 'lucide-react';
import { shellTexts as texts } from '../texts/app.ts';
import { Hint } from '../ui/hint.tsx';
import { useLayout } from './state/context.tsx';
import type { DialogName } from './state/dialog-store.ts';
import type { View } from './state/layout-store.ts';

const views: readonly { readonly view: View; readonly icon: LucideIcon; readonly key: string }[] = [
  { view: 'review', icon: Film, key: 'Alt 1' },
  { view: 'numbers', icon: ChartNoAxesColumn, key: 'Alt 2' },
  { view: 'library', icon: FolderOpen, key: 'Alt 3' },
];

/** The views, on the left edge. */
export const ViewRail = ({ openDialog }: { openDialog: (dialog: DialogName) => void }) => {
  const current = useLayout((state) => state.view);
  const change = useLayout((state) => state.change);
  return (
    <nav className="rail" aria-label={texts.viewList}>
      {views.map(({ view, icon: Icon, key }) => (
        <Hint key={view} text={texts.views[view]} keyName={key}>
          <button
            type="button"
            className="rail__item"
            aria-label={texts.views[view]}
            aria-current={view === current ? 'page' : undefined}
            onClick={() => change({ view })}
          >
            <Icon size={19} strokeWidth={1.6} aria-hidden />
          </button>
        </Hint>
      ))}
      <span className="rail__space" />
      <Hint text={texts.keys} keyName="?">
        <button
          type="button"
          className="rail__item"
          aria-label={texts.keys}
          onClick={() => openDialog('keys')}
        >
          <Keyboard size={18} strokeWidth={1.6} aria-hidden />
        </button>
      </Hint>
      <Hint text={texts.settings}>
        <button
          type="button"
          className="rail__item"
          aria-label={texts.settings}
          onClick={() => openDialog('settings')}
        >
          <Settings size={18} strokeWidth={1.6} aria-hidden />
        </button>
      </Hint>
    </nav>
  );
};
