import { Redo2, Undo2 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import {
  type CodeButton,
  type CodeWindow,
  changeCode,
  codeNamed,
  newCode,
  nextColour,
  putItem,
  type RecordChange,
} from '#common/domain/index.ts';
import { isTextField } from '../app/keys.ts';
import { layoutInUse, newButton } from '../app/state/code-window-edits.ts';
import { useApp, useCodeWindow, useRecord } from '../app/state/context.tsx';
import { codeWindowTexts } from '../texts/code-window.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { ButtonFields } from './button-fields.tsx';
import { ButtonList } from './button-list.tsx';
import { EmptyLayout } from './empty-layout.tsx';
import { changeButton, giveKey, placeButton, removeButton } from './layout-edits.ts';
import { LayoutFields } from './layout-fields.tsx';
import { LayoutTools } from './layout-tools.tsx';
import './code-window-editor.css';

const { edits } = codeWindowTexts;

/** Builds, keeps and shares layouts of event buttons. Each change is an edit, taken back like any other. */
export const CodeWindowEditor = ({ onClose }: { onClose: () => void }) => {
  const { stores } = useApp();
  const chosen = useCodeWindow((state) => state.chosen);
  const window = useRecord((state) => layoutInUse(state.items['code-window'], chosen));
  const history = useRecord((state) => state.history);
  const readOnly = useRecord((state) => state.readOnly);
  const { undo, redo } = stores.record.getState();
  // Keys do not reach the page while a dialog is open; the history is wanted here all the same.
  const keys = (event: KeyboardEvent) => {
    const isUndo = event.code === 'KeyZ' && (event.ctrlKey || event.metaKey);
    if (!isUndo || (event.target instanceof Element && isTextField(event.target))) return;
    event.preventDefault();
    void (event.shiftKey ? redo() : undo());
  };
  return (
    <OverlayDialog title={texts.title} className="editor" onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens for the keys of the history */}
      <div onKeyDown={keys}>
        <header className="editor__head">
          <h2>{texts.title}</h2>
          <IconButton
            icon={Undo2}
            label={texts.undo}
            keyName="Ctrl Z"
            disabled={history.undo === null}
            onPress={() => void undo()}
          />
          <IconButton
            icon={Redo2}
            label={texts.redo}
            keyName="Ctrl Shift Z"
            disabled={history.redo === null}
            onPress={() => void redo()}
          />
        </header>
        {readOnly !== null && <p className="editor__problem">{readOnly}</p>}
        {window ? <Editor key={window.id} window={window} onClose={onClose} /> : <EmptyLayout />}
      </div>
    </OverlayDialog>
  );
};

const Editor = ({ window, onClose }: { window: CodeWindow; onClose: () => void }) => {
  const { stores } = useApp();
  const [wanted, setWanted] = useState<string | null>(null);
  const button = window.buttons.find(({ id }) => id === wanted) ?? window.buttons[0];

  const put = (changed: CodeWindow, title: string, field?: string, more: readonly RecordChange[] = []) => {
    const key = field === undefined ? undefined : `${window.id} ${field}`;
    return stores.record.getState().edit(title, [putItem(changed), ...more], key);
  };
  const add = (made: CodeButton, place = window.buttons.length) => {
    const buttons = window.buttons.toSpliced(place, 0, made);
    if (put({ ...window, buttons }, edits.addButton)) setWanted(made.id);
  };
  const addNew = (kind: CodeButton['kind']) => {
    const { items } = stores.record.getState();
    const named = window.buttons
      .filter((each) => each.kind === 'code')
      .map(({ id, text: name, colour }) => ({ ...newCode([], { id, name }), colour }));
    const colour = kind === 'label' ? '#999999' : nextColour([...items.code.values(), ...named]);
    const text = freeText(window, kind === 'label' ? texts.newLabel : texts.newCode);
    const group =
      kind === 'label' ? (window.buttons.findLast((each) => each.kind === 'label')?.group ?? '') : '';
    add({ ...newButton(window, { id: crypto.randomUUID(), text, colour }), kind, group });
  };
  const remove = (id: string) => {
    const at = window.buttons.findIndex((each) => each.id === id);
    const next = window.buttons[at + 1] ?? window.buttons[at - 1];
    if (put(removeButton(window, id), edits.removeButton(window.buttons[at]?.text ?? ''))) {
      setWanted(next?.id ?? null);
    }
  };
  /** A code that exists has the colour of its button, so that the row on the timeline matches. */
  const recoloured = ({ kind, text }: CodeButton, colour: string | undefined): readonly RecordChange[] => {
    const { items } = stores.record.getState();
    const code = kind === 'code' && colour !== undefined && codeNamed(items.code.values(), text);
    return code ? changeCode(items, code.id, { colour }) : [];
  };

  return (
    <>
      <LayoutFields window={window} put={put} />
      <div className="editor__main">
        <div className="editor__side">
          <ButtonList
            window={window}
            selected={button?.id}
            onSelect={setWanted}
            onRemove={remove}
            onPlace={(id, place) => {
              const text = window.buttons.find((each) => each.id === id)?.text ?? '';
              put(placeButton(window, id, place), edits.moveButton(text), `place ${id}`);
            }}
          />
          <p className="label editor__help">{texts.reorderHelp}</p>
          <div className="editor__row">
            <button type="button" className="button" onClick={() => addNew('code')}>
              {texts.addCode}
            </button>
            <button type="button" className="button" onClick={() => addNew('label')}>
              {texts.addLabel}
            </button>
          </div>
        </div>
        {button ? (
          <ButtonFields
            key={button.id}
            window={window}
            button={button}
            change={(change, field) =>
              put(
                changeButton(window, button.id, change),
                edits.changeButton(change.text ?? button.text),
                `${button.id} ${field}`,
                recoloured(button, change.colour),
              )
            }
            onKey={(key) => put(giveKey(window, button.id, key), edits.changeButton(button.text))}
            onDuplicate={() => {
              const text = freeText(window, button.text);
              add(
                { ...button, id: crypto.randomUUID(), text, key: null },
                window.buttons.indexOf(button) + 1,
              );
            }}
            onRemove={() => remove(button.id)}
          />
        ) : (
          <p className="editor__none">{texts.noButton}</p>
        )}
      </div>
      <LayoutTools window={window} onClose={onClose} />
    </>
  );
};

/** A text that no button has: `New code`, `New code 2` … */
function freeText({ buttons }: CodeWindow, wanted: string): string {
  let text = wanted;
  for (let count = 2; buttons.some((each) => each.text === text); count += 1) text = `${wanted} ${count}`;
  return text;
}
