import { ChevronDown } from 'lucide-react';
import { useMemo } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { type CodeWindow, sportLayouts } from '#common/domain/index.ts';
import { layoutsInOrder } from '../app/state/code-window-edits.ts';
import { useApp, useDialog, useRecord } from '../app/state/context.tsx';
import { codeWindowTexts as texts } from '../texts/code-window.ts';
import { emptyLayout } from './empty-window.ts';

/** Which layout is in use: one of the project's, or one of a sport, which is copied into the project first. */
export const LayoutMenu = ({ window }: { window: CodeWindow }) => {
  const { stores } = useApp();
  const openDialog = useDialog((state) => state.open);
  const windows = useRecord((state) => state.items['code-window']);
  const own = useMemo(() => layoutsInOrder(windows.values()), [windows]);
  const { choose, copyLayout } = stores.codeWindow.getState();

  const act = (key: string | number): void => {
    const preset = sportLayouts.find(({ id }) => id === key);
    if (preset) copyLayout(preset, texts.edits.chooseLayout(preset.name));
    else if (key !== 'new') choose(String(key));
    else if (copyLayout(emptyLayout(), texts.edits.newLayout(texts.ownLayout)) !== null) {
      openDialog('code-window-editor');
    }
  };

  return (
    <MenuTrigger>
      <Button className="button button--plain code-window__layout" aria-label={texts.layout(window.name)}>
        <span>{window.name}</span>
        <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className="popover layout-menu" placement="bottom start" offset={4}>
        <Menu aria-label={texts.chooseLayout} onAction={act}>
          <MenuSection selectionMode="single" selectedKeys={[window.id]}>
            <Header className="label layout-menu__head">{texts.inProject}</Header>
            {own.map(({ id, name }) => (
              <MenuItem key={id} id={id} className="layout-menu__item">
                {name}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuItem id="new" className="layout-menu__item layout-menu__item--last">
            {texts.newLayout}
          </MenuItem>
          <MenuSection>
            <Header className="label layout-menu__head">{texts.bySport}</Header>
            {sportLayouts.map(({ id, name }) => (
              <MenuItem key={id} id={id} className="layout-menu__item">
                {name}
              </MenuItem>
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
};
