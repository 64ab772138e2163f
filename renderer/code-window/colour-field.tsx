import { Check } from 'lucide-react';
import { codeColours } from '#common/domain/index.ts';
import { codeWindowEditorTexts as texts } from '../texts/code-window-editor.ts';

export type ColourFieldProps = { readonly value: string; readonly onChange: (colour: string) => void };

/** One of the colours that everybody can tell apart, or any other. */
export const ColourField = ({ value, onChange }: ColourFieldProps) => {
  const isOther = !codeColours.some((colour) => colour === value.toLowerCase());
  return (
    <fieldset className="editor__field editor__colours">
      <legend className="label">{texts.colour}</legend>
      {codeColours.map((colour) => (
        <label key={colour} className="editor__colour" style={{ background: colour }}>
          <input
            type="radio"
            name="colour"
            className="visually-hidden"
            aria-label={texts.colours[colour] ?? colour}
            checked={colour === value.toLowerCase()}
            onChange={() => onChange(colour)}
          />
          {colour === value.toLowerCase() && <Check size={13} strokeWidth={3} aria-hidden />}
        </label>
      ))}
      <input
        type="color"
        className="editor__other"
        data-chosen={isOther || undefined}
        aria-label={texts.otherColour}
        title={texts.otherColour}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </fieldset>
  );
};
