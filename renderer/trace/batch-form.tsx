import { useEffect, useMemo, useState } from 'react';
import type { ServerSettings } from '#common/contract/index.ts';
import { type FrameRange, frameRangeLength, type Mode, modes } from '#common/domain/index.ts';
import type { AskAbout } from '../app/state/ask-about.ts';
import { freeText } from '../app/state/asking-store.ts';
import { useApp, useAsking, useQuestions, useReview } from '../app/state/context.tsx';
import { batchTexts as texts } from '../texts/batches.ts';
import { modeNames, traceTexts } from '../texts/trace.ts';
import { Segmented } from '../ui/segmented.tsx';
import { estimateBatch } from './batch-estimate.ts';
import { BlindSwitch } from './blind-switch.tsx';
import { EnginePicker } from './engine-picker.tsx';
import { FormControl } from './form-control.tsx';
import { isWholeForm } from './form-entry.ts';
import { aboutWords, useAskAbout, useAskEverywhere } from './use-asking.ts';

/** The question, what it is asked about, and what that will take. */
export const BatchForm = () => {
  const { stores } = useApp();
  const clip = useReview((state) => state.clip);
  const draft = useQuestions((state) => state.draft);
  const engineId = useQuestions((state) => state.engineId);
  const chosenMode = useQuestions((state) => state.mode);
  const form = useAsking((state) => state.form);
  const { choices, about } = useAskAbout();
  const [starting, setStarting] = useState(false);
  const { setDraft, chooseMode } = stores.questions.getState();
  const { chooseForm, chooseAbout } = stores.asking.getState();
  const mode: Mode = chosenMode === 'compare' ? 'iterative' : chosenMode;
  const everywhere = useAskEverywhere();
  const [onAllClips, setOnAllClips] = useState(false);
  const here = choices.filter(({ kind }) => kind === 'events' || kind === 'code');
  const isElsewhere = everywhere.some(({ targets: all }) => all.some(({ clipId }) => clipId !== clip?.id));
  const offered: readonly AskAbout[] = isElsewhere && (onAllClips || here.length === 0) ? everywhere : here;
  const chosen = offered.find(({ id }) => id === about?.id) ?? offered[0];
  const targets = useMemo(
    () =>
      (chosen?.targets ?? []).flatMap(({ range, eventId, clipId = clip?.id }) =>
        range && clipId ? [{ clipId, range, eventId }] : [],
      ),
    [chosen, clip],
  );
  if (!chosen) return <p className="label">{texts.noTargets}</p>;

  const ready = draft.trim() !== '' && engineId !== null && isWholeForm(form) && !starting;
  const start = async () => {
    if (!ready || engineId === null) return;
    setStarting(true);
    const title = texts.queueTitle(chosen.code, targets.length);
    const { blind } = stores.asking.getState();
    const request = { title, question: draft.trim(), form, mode, blind, engine: engineId, targets };
    const id = await stores.batches.getState().start(request);
    setStarting(false);
    if (id === null) return;
    setDraft('');
    chooseForm(freeText);
  };
  return (
    <form
      className="batch__form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <textarea
        className="field question__box"
        aria-label={texts.question}
        aria-description={traceTexts.askHelp}
        placeholder={texts.placeholder}
        rows={2}
        maxLength={4000}
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void start();
        }}
      />
      <div className="question__row">
        <Targets offered={offered} chosen={chosen} onChoose={chooseAbout} />
        <FormControl form={form} onChange={chooseForm} />
        <BlindSwitch />
        {isElsewhere && (
          <Segmented
            label={texts.clips}
            value={offered === here ? 'this' : 'all'}
            options={[
              ...(here.length > 0 ? [{ value: 'this', name: texts.thisClip } as const] : []),
              { value: 'all', name: texts.allClips },
            ]}
            onChange={(which) => setOnAllClips(which === 'all')}
          />
        )}
      </div>
      <div className="question__row">
        <Segmented
          label={traceTexts.mode}
          value={mode}
          options={modes.map((each) => ({
            value: each,
            name: modeNames[each],
            help: traceTexts.modeHelp[each],
          }))}
          onChange={chooseMode}
        />
        <EnginePicker />
      </div>
      <div className="question__row">
        <Estimate
          ranges={targets.map(({ range }) => range)}
          clipCount={new Set(targets.map(({ clipId }) => clipId)).size}
          mode={mode}
        />
        <button type="submit" className="button question__ask" disabled={!ready}>
          {starting ? texts.starting : texts.start(targets.length)}
        </button>
      </div>
    </form>
  );
};

type TargetsProps = {
  readonly offered: readonly AskAbout[];
  readonly chosen: AskAbout;
  readonly onChoose: (id: string) => void;
};

const Targets = ({ offered, chosen, onChoose }: TargetsProps) => (
  <label className="ask-choice ask-choice--about">
    <span className="visually-hidden">{traceTexts.about}</span>
    <select
      className="field ask-choice__select"
      value={chosen.id}
      onChange={({ target }) => onChoose(target.value)}
    >
      {offered.map((choice) => (
        <option key={choice.id} value={choice.id}>
          {aboutWords(choice)}
        </option>
      ))}
    </select>
  </label>
);

type EstimateProps = {
  readonly ranges: readonly FrameRange[];
  readonly clipCount: number;
  readonly mode: Mode;
};

const Estimate = ({ ranges, clipCount, mode }: EstimateProps) => {
  const engines = useQuestions((state) => state.engines);
  const engineId = useQuestions((state) => state.engineId);
  const runs = useQuestions((state) => state.runs);
  const prices = usePrices(engineId);
  const engine = engines.find(({ id }) => id === engineId);
  const frames = ranges.reduce((sum, range) => sum + frameRangeLength(range), 0);
  const estimate = engine && estimateBatch({ engine, mode, ranges, runs, prices });
  return (
    <p className="batch__estimate">
      {texts.size(ranges.length, frames)}
      {clipCount > 1 && ` ${texts.onClips(clipCount)}`}
      {estimate && (
        <>
          {' · '}
          {texts.tokens(estimate.tokens)}
          {estimate.cost !== null && ` · ${texts.cost(estimate.cost)}`}
          <span className="label batch__basis">
            {estimate.measuredOn > 0 ? texts.measured(estimate.measuredOn) : texts.rough}
          </span>
        </>
      )}
    </p>
  );
};

/** What the server of an engine charges; undefined where it charges nothing, and until that is known. */
function usePrices(engineId: string | null): ServerSettings | undefined {
  const { client } = useApp();
  const [servers, setServers] = useState<readonly ServerSettings[]>([]);
  useEffect(() => {
    let gone = false;
    client.application.settings().then(
      (settings) => {
        if (!gone) setServers(settings.servers);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [client]);
  return servers.find(({ baseUrl, model, promptPrice, replyPrice }) => {
    const id = model === '' ? baseUrl : `${baseUrl}#${model}`;
    return id === engineId && promptPrice + replyPrice > 0;
  });
}
