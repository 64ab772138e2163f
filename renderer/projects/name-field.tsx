import { type FormEvent, useId, useState } from 'react';
import { projectNameSchema } from '#common/contract/index.ts';
import { projectsTexts as texts } from '../texts/projects.ts';

export type NameFieldProps = {
  readonly label: string;
  readonly placeholder?: string;
  /** What the button that takes the name says. */
  readonly submit: string;
  readonly initial: string;
  /** Gives what keeps the name from being taken, in one sentence; null where it was taken. */
  readonly onSubmit: (name: string) => Promise<string | null>;
  readonly onCancel: () => void;
};

/** A project's name, checked as it is written; Enter takes it, Escape leaves it. */
export const NameField = ({ label, placeholder, submit, initial, onSubmit, onCancel }: NameFieldProps) => {
  const [name, setName] = useState(initial);
  const [refusal, setRefusal] = useState<string | null>(null);
  const problemId = useId();
  const read = projectNameSchema.safeParse(name);
  // An empty field is no mistake before something was written.
  const problem = refusal ?? (name === '' ? null : (read.error?.issues[0]?.message ?? null));

  const take = async (event: FormEvent) => {
    event.preventDefault();
    if (read.success) setRefusal(await onSubmit(read.data));
    else setRefusal(read.error.issues[0]?.message ?? null);
  };
  return (
    <form className="name-field" onSubmit={(event) => void take(event)}>
      <input
        className="field"
        // biome-ignore lint/a11y/noAutofocus: it appears because a name is to be written
        autoFocus
        aria-label={label}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : problemId}
        placeholder={placeholder}
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setRefusal(null);
        }}
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onCancel();
        }}
      />
      <button type="submit" className="button">
        {submit}
      </button>
      <button type="button" className="button button--plain" onClick={onCancel}>
        {texts.cancel}
      </button>
      {problem !== null && (
        <p id={problemId} className="name-field__problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
};
