import { X } from 'lucide-react';
import type { CodeButton, CodeWindow } from '#common/domain/index.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';

export type LinksFieldProps = {
  readonly window: CodeWindow;
  readonly button: CodeButton;
  readonly onChange: (links: readonly string[]) => void;
};

/** Which other buttons a press of this one presses along. */
export const LinksField = ({ window, button, onChange }: LinksFieldProps) => {
  const { links } = button;
  const others = window.buttons.filter(({ id }) => id !== button.id && !links.includes(id));
  const linked = window.buttons.filter(({ id }) => links.includes(id));
  if (others.length + linked.length === 0) return null;
  return (
    <div className="editor__field">
      <span className="label">{texts.links}</span>
      <span className="editor__links">
        {linked.map(({ id, text }) => (
          <button
            key={id}
            type="button"
            className="button editor__link"
            aria-label={texts.removeLink(text)}
            onClick={() => onChange(links.filter((link) => link !== id))}
          >
            {text}
            <X size={12} aria-hidden />
          </button>
        ))}
        <select
          className="field editor__add-link"
          aria-label={texts.links}
          value=""
          onChange={(event) => onChange([...links, event.target.value])}
        >
          <option value="">{texts.addLink}</option>
          {others.map(({ id, text }) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
};
