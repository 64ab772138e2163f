import { useId, useState } from 'react';

export type DraftFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly suggestions?: readonly string[];
  readonly numeric?: boolean;
  /** Gives what was typed as it may be kept, or null while it may not. */
  readonly accept: (typed: string) => string | null;
  readonly onChange: (value: string) => void;
};

/** A text that is kept as it is typed; what may not be kept goes back to what is kept when the field is left. */
export const DraftField = ({
  label,
  value,
  hint,
  suggestions = [],
  numeric = false,
  accept,
  onChange,
}: DraftFieldProps) => {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const type = (typed: string) => {
    setDraft(typed);
    const accepted = accept(typed);
    if (accepted !== null && accepted !== value) onChange(accepted);
  };
  return (
    <label className="editor__field">
      <span className="label">{label}</span>
      <input
        className="field"
        value={draft ?? value}
        placeholder={hint}
        autoComplete="off"
        maxLength={120}
        inputMode={numeric ? 'decimal' : undefined}
        list={suggestions.length > 0 ? id : undefined}
        aria-invalid={draft !== null && accept(draft) === null ? true : undefined}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setDraft(null)}
      />
      {suggestions.length > 0 && (
        <datalist id={id}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </label>
  );
};

/** A name: anything but nothing. */
export const acceptName = (typed: string): string | null => typed.trim() || null;
/** Any words, also none. */
export const acceptText = (typed: string): string => typed.trim();
/** Seconds up to an hour, with a point or a comma. */
export function acceptSeconds(typed: string): string | null {
  const seconds = Number(typed.trim().replace(',', '.'));
  return typed.trim() !== '' && seconds >= 0 && seconds <= 3600 ? String(seconds) : null;
}
