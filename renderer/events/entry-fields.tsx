import { useState } from 'react';
import { describeEvent, type ProjectEvent } from '#common/domain/index.ts';
import { useApp, useRecord } from '../app/state/context.tsx';
import { eventsTexts } from '../texts/events.ts';
import { readLabels, writeLabels } from './list-entries.ts';

const texts = eventsTexts.list;

/** Labels and note of the selected event, changed in place; kept with Enter or when the field is left. */
export const EntryFields = ({ event }: { event: ProjectEvent }) => {
  const { stores } = useApp();
  const code = useRecord((state) => state.items.code.get(event.codeId));
  const describe = (change: Parameters<typeof describeEvent>[2]) => {
    const { items, edit } = stores.record.getState();
    edit(eventsTexts.edits.describe(code?.name ?? ''), describeEvent(items, event.id, change));
  };
  const locked = code?.locked ?? false;
  return (
    <>
      <fieldset
        className="entry-fields"
        disabled={locked}
        title={locked ? eventsTexts.details.locked : undefined}
      >
        <legend className="visually-hidden">{texts.ofSelected}</legend>
        <Field
          id="event-labels"
          label={texts.labels}
          help={texts.labelsHelp}
          value={writeLabels(event.labels)}
          onKeep={(words) => describe({ labels: readLabels(words) })}
        />
        <Field id="event-note" label={texts.note} value={event.note} onKeep={(note) => describe({ note })} />
      </fieldset>
      <button
        type="button"
        className="entry-fields__history"
        onClick={() => stores.dialogs.getState().open('item-history')}
      >
        {eventsTexts.details.history}
      </button>
    </>
  );
};

type FieldProps = {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly onKeep: (value: string) => void;
};

const Field = ({ id, label, help, value, onKeep }: FieldProps) => {
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    if (draft !== null && draft !== value) onKeep(draft);
    setDraft(null);
  };
  return (
    <label className="entry-fields__field">
      <span className="label">{label}</span>
      <input
        id={id}
        className="field"
        value={draft ?? value}
        title={help}
        maxLength={4000}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.code === 'Escape') setDraft(null);
          if (event.code !== 'Enter' && event.code !== 'Escape') return;
          event.preventDefault();
          if (event.code === 'Enter') keep();
          document.querySelector<HTMLElement>('.event-list__rows')?.focus();
        }}
      />
    </label>
  );
};
