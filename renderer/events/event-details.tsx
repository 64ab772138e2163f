import { X } from 'lucide-react';
import { useState } from 'react';
import {
  addLabel,
  changeableEvents,
  codesInOrder,
  describeEvent,
  isSameLabel,
  type Label,
  type ProjectEvent,
  type RecordChange,
  recodeEvents,
  removeLabel,
} from '#common/domain/index.ts';
import { useApp, useEvents, useRecord } from '../app/state/context.tsx';
import { eventsTexts } from '../texts/events.ts';
import { formatCount } from '../ui/format.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { readLabels, writeLabels } from './list-entries.ts';
import { type Edit, RangeFields, Row } from './range-fields.tsx';
import './events.css';

const texts = eventsTexts.details;
const { edits } = eventsTexts;

/** Everything about the selected events; of several only what they can share. */
export const EventDetails = ({ onClose }: { onClose: () => void }) => {
  const selected = useEvents((state) => state.selected);
  const items = useRecord((state) => state.items);
  const events = selected.flatMap((id) => items.event.get(id) ?? []);
  const [first] = events;
  const { stores } = useApp();
  const edit = (title: string, changes: readonly RecordChange[]) => {
    stores.record.getState().edit(title, changes);
  };
  const locked = changeableEvents(items, selected).length < events.length;
  return (
    <OverlayDialog title={texts.title(events.length)} className="event-details" onClose={onClose}>
      <h2 className="event-details__title">{texts.title(events.length)}</h2>
      {locked && <p className="label">{texts.locked}</p>}
      {first && (
        <fieldset className="event-details__fields" disabled={locked}>
          <CodeField events={events} edit={edit} />
          {events.length === 1 && <RangeFields event={first} edit={edit} />}
          <Labels events={events} edit={edit} />
          {events.length === 1 && <NoteField event={first} edit={edit} />}
        </fieldset>
      )}
      {first && events.length === 1 && <Origin event={first} />}
      <footer className="event-details__foot">
        {first && events.length === 1 && (
          <button
            type="button"
            className="button event-details__history"
            onClick={() => stores.dialogs.getState().open('item-history')}
          >
            {texts.history}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {texts.done}
        </button>
      </footer>
    </OverlayDialog>
  );
};

type ManyProps = { readonly events: readonly ProjectEvent[]; readonly edit: Edit };
type OneProps = { readonly event: ProjectEvent; readonly edit: Edit };

const CodeField = ({ events, edit }: ManyProps) => {
  const items = useRecord((state) => state.items);
  const own = new Set(events.map(({ codeId }) => codeId));
  const [only] = own;
  return (
    <Row
      label={texts.code}
      field={(id) => (
        <select
          id={id}
          className="field"
          value={own.size === 1 ? only : ''}
          onChange={(event) => {
            const code = items.code.get(event.target.value);
            if (!code) return;
            const ids = events.map(({ id }) => id);
            edit(
              edits.recode(code.name),
              recodeEvents(items, ids, code.name, () => crypto.randomUUID()),
            );
          }}
        >
          {own.size > 1 && <option value="" />}
          {codesInOrder(items.code.values()).map(({ id, name, locked }) => (
            <option key={id} value={id} disabled={locked && !own.has(id)}>
              {name}
            </option>
          ))}
        </select>
      )}
    />
  );
};

const Labels = ({ events, edit }: ManyProps) => {
  const items = useRecord((state) => state.items);
  const [words, setWords] = useState('');
  const ids = events.map(({ id }) => id);
  const all = events.flatMap(({ labels }) => labels);
  const labels = all.filter((label, at) => all.findIndex((other) => isSameLabel(other, label)) === at);
  const add = () => {
    for (const label of readLabels(words)) edit(edits.label(label.text), addLabel(items, ids, label));
    setWords('');
  };
  const nameOf = (label: Label) => writeLabels([label]);
  return (
    <div className="event-details__row">
      <span className="label">{texts.labels}</span>
      <div className="event-details__labels">
        {labels.map((label) => (
          <span key={nameOf(label)} className="event-details__label">
            {nameOf(label)}
            <button
              type="button"
              aria-label={texts.removeLabel(nameOf(label))}
              onClick={() => edit(edits.label(label.text), removeLabel(items, ids, label))}
            >
              <X size={12} aria-hidden />
            </button>
          </span>
        ))}
        <input
          className="field event-details__new-label"
          value={words}
          placeholder={texts.addLabelHelp}
          aria-label={texts.addLabel}
          maxLength={400}
          onChange={(event) => setWords(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => event.code === 'Enter' && add()}
        />
      </div>
    </div>
  );
};

const NoteField = ({ event, edit }: OneProps) => {
  const items = useRecord((state) => state.items);
  const [note, setNote] = useState(event.note);
  const code = items.code.get(event.codeId)?.name ?? '';
  return (
    <Row
      label={texts.note}
      field={(id) => (
        <textarea
          id={id}
          className="field"
          rows={3}
          value={note}
          maxLength={4000}
          onChange={(change) => setNote(change.target.value)}
          onBlur={() => edit(edits.describe(code), describeEvent(items, event.id, { note }))}
        />
      )}
    />
  );
};

/** Who made it, and from which frames. */
const Origin = ({ event }: { event: ProjectEvent }) => (
  <p className="label event-details__origin">
    {event.by.kind === 'person' ? texts.byPerson : texts.byModel(event.by.engine)}
    {event.evidence.length > 0 &&
      ` · ${texts.evidence(event.evidence.slice(0, 12).map(formatCount).join(', '))}`}
  </p>
);
