import { type FormEvent, useState } from 'react';
import { useApp, useRecord } from '../app/state/context.tsx';
import { codeWindowTexts as texts } from '../texts/code-window.ts';

/** A field in which a name and Enter make a code with its button; then the keys belong to the clip again. */
export const AddCode = () => {
  const { stores } = useApp();
  const [name, setName] = useState('');
  const readOnly = useRecord((state) => state.readOnly);
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    stores.codeWindow.getState().addCode(name);
    setName('');
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  return (
    <form className="code-window__add" onSubmit={add}>
      <input
        id="add-code"
        className="field"
        aria-label={texts.addCode}
        placeholder={texts.addCodeHint}
        maxLength={120}
        autoComplete="off"
        disabled={readOnly !== null}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setName('');
          event.currentTarget.blur();
        }}
      />
    </form>
  );
};
