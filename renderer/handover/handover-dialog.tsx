import { useState } from 'react';
import type { EventChoice, HandoverRequest, RecordItems } from '#common/domain/index.ts';
import { useApp, useEvents, useHandover, useQuestions, useRecord, useReview } from '../app/state/context.tsx';
import type { HandoverChoice, HandoverFormat } from '../app/state/handover-store.ts';
import { describeError } from '../client/describe-error.ts';
import { handoverTexts as texts } from '../texts/handover.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { CaseOptions } from './case-options.tsx';
import { Option } from './option.tsx';
import './handover.css';

const groups: readonly { readonly title: string; readonly formats: readonly HandoverFormat[] }[] = [
  { title: texts.groups.events, formats: ['sportscode', 'csv', 'tsv', 'jsonl'] },
  { title: texts.groups.editors, formats: ['otio', 'fcpxml', 'edl', 'srt', 'vtt'] },
  { title: texts.groups.report, formats: ['html', 'pdf', 'case'] },
];
const scopes = ['clip', 'all', 'selected'] as const;

type Situation = {
  readonly clipId: string | null;
  readonly selected: readonly string[];
  readonly items: RecordItems;
  /** Of the questions on the clip, those that are answered. */
  readonly trajectoryIds: readonly string[];
};

/** Events for other programs, or a report for people; the work itself is a job. */
export const HandoverDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, stores } = useApp();
  const choice = useHandover((state) => state.choice);
  const { choose } = stores.handover.getState();
  const clipId = useReview((state) => state.clip?.id ?? null);
  const selected = useEvents((state) => state.selected);
  const items = useRecord((state) => state.items);
  const runs = useQuestions((state) => state.runs);
  const [failure, setFailure] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const trajectoryIds = runs.flatMap(({ trajectory }) =>
    trajectory?.status === 'answered' ? [trajectory.id] : [],
  );
  const { request, count, problem } = handoverRequest(choice, { clipId, selected, items, trajectoryIds });

  const start = async (): Promise<void> => {
    if (!request) return;
    setStarting(true);
    setFailure(null);
    try {
      // Null: the person closed the dialog that asks for the place, and may want to change something here.
      if ((await client.handover.start(request)) !== null) return onClose();
    } catch (error) {
      setFailure(describeError(error).message);
    }
    setStarting(false);
  };

  return (
    <OverlayDialog title={texts.handover} className="handover" onClose={onClose}>
      <h2>{texts.handover}</h2>
      <fieldset className="handover__formats">
        <legend className="visually-hidden">{texts.format}</legend>
        {groups.map(({ title, formats }) => (
          <div key={title} className="handover__group">
            <span className="label">{title}</span>
            {formats.map((format) => (
              <label key={format} className="handover__format">
                <input
                  type="radio"
                  name="format"
                  checked={choice.format === format}
                  onChange={() => choose({ format })}
                />
                {texts.formats[format]}
              </label>
            ))}
          </div>
        ))}
      </fieldset>
      <p className="label">{texts.help[choice.format]}</p>
      <div className="handover__row">
        <span>{texts.which}</span>
        <Segmented
          label={texts.which}
          value={choice.scope}
          options={scopes.map((value) => ({ value, name: texts.scopes[value] }))}
          onChange={(scope) => choose({ scope })}
        />
        <span className="label" role="status">
          {texts.count(count)}
        </span>
      </div>
      <Options choice={choice} />
      {(failure ?? problem) && (
        <p className="handover__problem" role="alert">
          {failure ?? problem}
        </p>
      )}
      <div className="handover__end">
        {choice.format === 'case' && (
          <button
            type="button"
            className="button handover__check"
            onClick={() => stores.dialogs.getState().open('case-check')}
          >
            {texts.checkCase}
          </button>
        )}
        <button
          type="button"
          className="button button--person"
          disabled={!request || starting}
          onClick={() => void start()}
        >
          {starting ? texts.starting : texts.start}
        </button>
      </div>
    </OverlayDialog>
  );
};

/** The request with the number of events in it, or the sentence that says what is missing. */
export function handoverRequest(
  choice: HandoverChoice,
  { clipId, selected, items, trajectoryIds }: Situation,
): { readonly request: HandoverRequest | null; readonly count: number; readonly problem: string | null } {
  const chosen = selected.filter((id) => items.event.has(id));
  const isCase = choice.format === 'case';
  // A code is hidden to see others better; what is evidence stays evidence.
  const isShown = ({ codeId }: { readonly codeId: string }) =>
    isCase || items.code.get(codeId)?.hidden === false;
  const all = [...items.event.values()].filter(isShown);
  const counts = {
    clip: all.filter((event) => event.clipId === clipId).length,
    all: all.length,
    selected: chosen.length,
  };
  const count = counts[choice.scope];
  const isReport = choice.format === 'html' || choice.format === 'pdf';
  const mayBeQuestions = (isReport && choice.questions) || (isCase && choice.scope !== 'selected');
  if (count === 0 && !(mayBeQuestions && trajectoryIds.length > 0)) {
    return { request: null, count, problem: choice.scope === 'selected' ? texts.noneSelected : texts.none };
  }
  const events = {
    clipId: choice.scope === 'clip' ? clipId : null,
    codeIds: null,
    eventIds: choice.scope === 'selected' ? [...chosen] : null,
  };
  return { request: requestOf(choice, events, trajectoryIds), count, problem: null };
}

function requestOf(
  { format, asciiOnly, title, pictures, numbers, questions, sign }: HandoverChoice,
  events: EventChoice,
  trajectoryIds: readonly string[],
): HandoverRequest {
  switch (format) {
    case 'html':
    case 'pdf': {
      const told = questions ? [...trajectoryIds] : [];
      return { kind: 'report', format, events, title: title.trim(), trajectoryIds: told, pictures, numbers };
    }
    case 'case':
      return { kind: 'case', events, sign };
    default:
      return { kind: 'events', format, events, asciiOnly };
  }
}

const Options = ({ choice }: { choice: HandoverChoice }) => {
  switch (choice.format) {
    case 'html':
    case 'pdf':
      return <ReportOptions choice={choice} />;
    case 'case':
      return <CaseOptions choice={choice} />;
    default:
      return <EventOptions choice={choice} />;
  }
};

const EventOptions = ({ choice }: { choice: HandoverChoice }) => {
  const { stores } = useApp();
  if (choice.format !== 'sportscode') return null;
  return (
    <Option
      checked={choice.asciiOnly}
      name={texts.ascii}
      onChange={(asciiOnly) => stores.handover.getState().choose({ asciiOnly })}
    />
  );
};

const ReportOptions = ({ choice }: { choice: HandoverChoice }) => {
  const { stores } = useApp();
  const { choose } = stores.handover.getState();
  return (
    <fieldset className="handover__options">
      <legend className="visually-hidden">{texts.options}</legend>
      <label className="handover__row">
        <span>{texts.title}</span>
        <input
          className="field"
          value={choice.title}
          placeholder={texts.titleHint}
          maxLength={200}
          onChange={(event) => choose({ title: event.target.value })}
        />
      </label>
      <Option checked={choice.pictures} name={texts.pictures} onChange={(pictures) => choose({ pictures })} />
      <Option checked={choice.numbers} name={texts.numbers} onChange={(numbers) => choose({ numbers })} />
      <Option
        checked={choice.questions}
        name={texts.questions}
        onChange={(questions) => choose({ questions })}
      />
    </fieldset>
  );
};
