import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useApp, useQuestions, useReview } from '../app/state/context.tsx';
import type { AskMode } from '../app/state/questions-store.ts';
import { modeNames, presets, traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { Hint } from '../ui/hint.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { EnginePicker } from './engine-picker.tsx';

const modes: readonly AskMode[] = ['passive', 'single', 'iterative', 'compare'];

/** The question box with engine, mode and the questions that Nano knows. */
export const QuestionForm = () => {
  const { stores } = useApp();
  const hasClip = useReview((state) => state.clip !== null);
  const draft = useQuestions((state) => state.draft);
  const mode = useQuestions((state) => state.mode);
  const hasEngine = useQuestions((state) => state.engineId !== null);
  const asked = useQuestions((state) => state.boxAsked);
  const { setDraft, chooseMode } = stores.questions.getState();
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (asked > 0) box.current?.focus();
  }, [asked]);

  const ask = () => {
    void stores.questions.getState().ask();
    box.current?.blur();
  };
  const askPreset = (question: string) => {
    setDraft(question);
    ask();
  };
  const ready = hasClip && hasEngine;
  return (
    <form
      className="question"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <textarea
        ref={box}
        className="field question__box"
        aria-label={texts.question}
        aria-description={texts.askHelp}
        placeholder={hasClip ? texts.placeholder : texts.placeholderNoClip}
        rows={2}
        maxLength={4000}
        value={draft}
        disabled={!hasClip}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          ask();
        }}
      />
      <DraftLooks />
      <ul className="presets" aria-label={texts.presets}>
        {presets.map(({ name, question }) => (
          <li key={name}>
            <Hint text={question}>
              <button type="button" className="preset" disabled={!ready} onClick={() => askPreset(question)}>
                {name}
              </button>
            </Hint>
          </li>
        ))}
      </ul>
      <div className="question__row">
        <Segmented
          label={texts.mode}
          value={mode}
          options={modes.map((each) => ({ value: each, name: modeNames[each], help: texts.modeHelp[each] }))}
          onChange={chooseMode}
        />
        <button type="submit" className="button question__ask" disabled={!ready || draft.trim() === ''}>
          {texts.ask}
        </button>
      </div>
      <EnginePicker />
    </form>
  );
};

/** Looks chosen before the question: they go with it. */
const DraftLooks = () => {
  const looks = useQuestions((state) => state.draftLooks);
  const remove = useQuestions((state) => state.removeDraftLook);
  if (looks.length === 0) return null;
  return (
    <p className="draft-looks">
      <span className="label">{texts.draftLooks}</span>
      {looks.map((look) => (
        <span key={`${look.start}-${look.end}`} className="draft-look">
          {texts.draftLook(formatRange(look))}
          <button type="button" aria-label={texts.removeLook(formatRange(look))} onClick={() => remove(look)}>
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
    </p>
  );
};
