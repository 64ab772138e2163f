import { useEffect, useState } from 'react';
import type { AnswerForm } from '#common/domain/index.ts';
import { formNames, traceTexts as texts } from '../texts/trace.ts';
import { formOfKind, optionsOfText, textOfOptions } from './form-entry.ts';

export type FormControlProps = {
  readonly form: AnswerForm;
  readonly onChange: (form: AnswerForm) => void;
  readonly disabled?: boolean;
};

/** How the answer is asked for: free text, spans, one of a list, a number. */
export const FormControl = ({ form, onChange, disabled = false }: FormControlProps) => (
  <>
    <label className="ask-choice">
      <span className="visually-hidden">{texts.form}</span>
      <select
        className="field ask-choice__select"
        value={form.kind}
        disabled={disabled}
        onChange={({ target }) => onChange(formOfKind(target.value))}
      >
        {Object.entries(formNames).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </select>
    </label>
    {form.kind === 'choice' && <Options options={form.options} onChange={onChange} />}
    {form.kind === 'number' && (
      <input
        className="field ask-choice__unit"
        aria-label={texts.unit}
        placeholder={texts.unitHint}
        maxLength={40}
        value={form.unit}
        onChange={({ target }) => onChange({ kind: 'number', unit: target.value })}
      />
    )}
  </>
);

type OptionsProps = {
  readonly options: readonly string[];
  readonly onChange: (form: AnswerForm) => void;
};

/** What is typed stands as it is typed; the options are what can be read of it. */
const Options = ({ options, onChange }: OptionsProps) => {
  const [typed, setTyped] = useState(textOfOptions(options));
  useEffect(() => {
    setTyped((before) =>
      textOfOptions(optionsOfText(before)) === textOfOptions(options) ? before : textOfOptions(options),
    );
  }, [options]);
  return (
    <input
      className="field ask-choice__options"
      aria-label={texts.options}
      placeholder={texts.optionsHint}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange({ kind: 'choice', options: optionsOfText(target.value) });
      }}
    />
  );
};
