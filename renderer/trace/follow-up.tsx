import { useState } from 'react';
import { freeText } from '../app/state/asking-store.ts';
import { useApp } from '../app/state/context.tsx';
import { traceTexts as texts } from '../texts/trace.ts';
import { FormControl } from './form-control.tsx';
import { isWholeForm } from './form-entry.ts';

/** A further question in the conversation of a finished run. */
export const FollowUp = ({ runKey }: { runKey: string }) => {
  const { stores } = useApp();
  const [words, setWords] = useState('');
  const [form, setForm] = useState(freeText);
  const ready = words.trim() !== '' && isWholeForm(form);
  const ask = async () => {
    if (!ready) return;
    const asked = words;
    setWords('');
    if (!(await stores.questions.getState().followUp(runKey, asked, form))) setWords(asked);
  };
  return (
    <form
      className="follow-up"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <textarea
        className="field follow-up__box"
        aria-label={texts.followUp}
        aria-description={texts.askHelp}
        placeholder={texts.followUpHint}
        rows={1}
        maxLength={4000}
        value={words}
        onChange={({ target }) => setWords(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.blur();
          void ask();
        }}
      />
      {words.trim() !== '' && (
        <div className="question__row">
          <FormControl form={form} onChange={setForm} />
          <button type="submit" className="button question__ask" disabled={!ready}>
            {texts.followUp}
          </button>
        </div>
      )}
    </form>
  );
};
