import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { QuestionPreset } from '#common/domain/index.ts';
import { freeText } from '../app/state/asking-store.ts';
import { useApp, useAsking, useQuestions, useReview } from '../app/state/context.tsx';
import type { AskMode } from '../app/state/questions-store.ts';
import { modeNames, traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { Segmented } from '../ui/segmented.tsx';
import { BlindSwitch } from './blind-switch.tsx';
import { EnginePicker } from './engine-picker.tsx';
import { FormControl } from './form-control.tsx';
import { isWholeForm } from './form-entry.ts';
import { Presets } from './presets.tsx';
import { aboutWords, useAskAbout } from './use-asking.ts';

const modes: readonly AskMode[] = ['passive', 'single', 'iterative', 'compare'];

/** The question box: what is asked, about what, how the answer is to come, by which engine and with how many looks. */
export const QuestionForm = () => {
  const { stores } = useApp();
  const hasClip = useReview((state) => state.clip !== null);
  const draft = useQuestions((state) => state.draft);
  const mode = useQuestions((state) => state.mode);
  const hasEngine = useQuestions((state) => state.engineId !== null);
  const asked = useQuestions((state) => state.boxAsked);
  const form = useAsking((state) => state.form);
  const { choices, about } = useAskAbout();
  const { setDraft, chooseMode } = stores.questions.getState();
  const { chooseForm, chooseAbout } = stores.asking.getState();
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (asked > 0) box.current?.focus();
  }, [asked]);

  const targets = about?.targets ?? [];
  const asksMany = targets.length > 1;
  const ready = hasClip && hasEngine && isWholeForm(form);
  const ask = () => {
    if (!ready) return;
    if (asksMany) return stores.dialogs.getState().open('batch');
    if (draft.trim() === '') return;
    const [target] = targets;
    const { blind } = stores.asking.getState();
    void stores.questions
      .getState()
      .ask({ form, scope: target?.range ?? null, eventId: target?.eventId ?? null, blind });
    chooseForm(freeText);
    box.current?.blur();
  };
  const choosePreset = (preset: QuestionPreset) => {
    setDraft(preset.question);
    chooseForm(preset.form);
    box.current?.focus();
  };
  return (
    <form
      className="question"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <div className="question__top">
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
        <button
          type="submit"
          className="button question__ask"
          disabled={!ready || (draft.trim() === '' && !asksMany)}
        >
          {asksMany ? texts.askMany(targets.length) : texts.ask}
        </button>
      </div>
      <DraftLooks />
      <Presets disabled={!hasClip || !hasEngine} onChoose={choosePreset} />
      <div className="question__row">
        <label className="ask-choice ask-choice--about">
          <span className="visually-hidden">{texts.about}</span>
          <select
            className="field ask-choice__select"
            value={about?.id ?? ''}
            disabled={!hasClip}
            onChange={({ target }) => chooseAbout(target.value)}
          >
            {choices.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {aboutWords(choice)}
              </option>
            ))}
          </select>
        </label>
        <FormControl form={form} onChange={chooseForm} disabled={!hasClip} />
        <BlindSwitch disabled={!hasClip} />
      </div>
      <div className="question__row question__row--whole">
        <Segmented
          label={texts.mode}
          value={mode}
          options={modes.map((each) => ({ value: each, name: modeNames[each], help: texts.modeHelp[each] }))}
          onChange={chooseMode}
        />
        <EnginePicker />
      </div>
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
