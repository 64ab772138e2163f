import { X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { CodeWindow } from '#common/domain/index.ts';
import { isButtonKey } from '../app/button-keys.ts';
import { commandFor } from '../app/commands.ts';
import { bindingOf, isModifier, keyName } from '../app/keys.ts';
import { isMac } from '../app/platform.ts';
import { useGivenKeys } from '../app/state/context.tsx';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';
import { IconButton } from '../ui/icon-button.tsx';

export type KeyFieldProps = {
  readonly window: CodeWindow;
  readonly buttonId: string;
  readonly onKey: (key: string | null) => void;
};

/** A button's key, chosen by pressing it; says what else had it. */
export const KeyField = ({ window, buttonId, onKey }: KeyFieldProps) => {
  const given = useGivenKeys();
  const [waiting, setWaiting] = useState(false);
  const [remark, setRemark] = useState('');
  const key = window.buttons.find(({ id }) => id === buttonId)?.key ?? null;
  const name = key === null ? null : keyName(key, isMac);

  const take = (event: KeyboardEvent) => {
    if (!waiting || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (isModifier(event.code) || event.repeat) return;
    if (event.key === 'Escape') return setWaiting(false);
    const binding = bindingOf(event);
    const pressed = keyName(binding, isMac);
    if (!isButtonKey(binding, given)) return setRemark(texts.keyOfClip(pressed));
    setWaiting(false);
    const other = window.buttons.find((button) => button.key === binding && button.id !== buttonId);
    const command = commandFor(binding, given);
    const shadows = command ? texts.keyShadows(pressed, command.name) : '';
    setRemark(other ? texts.keyTaken(pressed, other.text) : shadows);
    onKey(binding);
  };

  return (
    <div className="editor__field">
      <span className="label">{texts.key}</span>
      <span className="editor__key">
        <button
          type="button"
          className={`button${waiting ? ' button--person' : ''}`}
          aria-label={texts.changeKey(name)}
          onClick={() => {
            setRemark('');
            setWaiting(true);
          }}
          onKeyDown={take}
          onBlur={() => setWaiting(false)}
        >
          {waiting ? texts.pressKey : (name ?? texts.noKey)}
        </button>
        {key !== null && <IconButton icon={X} label={texts.clearKey} onPress={() => onKey(null)} />}
      </span>
      <span className="editor__remark" role="status">
        {remark}
      </span>
    </div>
  );
};
