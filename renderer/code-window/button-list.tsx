import type { KeyboardEvent } from 'react';
import { ListBox, ListBoxItem, useDragAndDrop } from 'react-aria-components';
import type { CodeWindow } from '#common/domain/index.ts';
import { keyName } from '../app/keys.ts';
import { isMac } from '../app/platform.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';

export type ButtonListProps = {
  readonly window: CodeWindow;
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly onPlace: (id: string, place: number) => void;
  readonly onRemove: (id: string) => void;
};

/** The buttons in their order: chosen, dragged, or moved by Alt and the arrows. */
export const ButtonList = ({ window, selected, onSelect, onPlace, onRemove }: ButtonListProps) => {
  const { buttons } = window;
  const placeOf = (id: string) => buttons.findIndex((button) => button.id === id);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const [id] = keys;
      if (id === undefined) return;
      const to = placeOf(String(target.key)) + (target.dropPosition === 'after' ? 1 : 0);
      onPlace(String(id), to > placeOf(String(id)) ? to - 1 : to);
    },
  });
  const act = (event: KeyboardEvent) => {
    if (selected === undefined) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && by !== undefined) onPlace(selected, placeOf(selected) + by);
    else if (event.key === 'Delete' || event.key === 'Backspace') onRemove(selected);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="editor__list" onKeyDownCapture={act}>
      <ListBox
        aria-label={texts.buttons}
        items={buttons}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selected === undefined ? [] : [selected]}
        onSelectionChange={(keys) => {
          const [id] = keys === 'all' ? [] : keys;
          if (id !== undefined) onSelect(String(id));
        }}
        dragAndDropHooks={dragAndDropHooks}
      >
        {({ id, kind, text, group, colour, key }) => (
          <ListBoxItem id={id} textValue={text} className="editor__item">
            <span
              className="editor__mark"
              data-kind={kind}
              style={kind === 'code' ? { background: colour } : undefined}
            />
            <span className="editor__item-text">
              {text}
              {group !== '' && <span className="label"> {group}</span>}
            </span>
            {key !== null && <kbd className="key">{keyName(key, isMac)}</kbd>}
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  );
};
