import { useEffect, useMemo, useState } from 'react';
import { codesInOrder } from '#common/domain/index.ts';
import { useApp, useEvents, useRecord, useReview } from '../app/state/context.tsx';
import { eventsTexts } from '../texts/events.ts';
import { EntryFields } from './entry-fields.tsx';
import { EventRows } from './event-rows.tsx';
import { entriesAmong, filterEntries, type ListFilter, listEntries, noFilter } from './list-entries.ts';
import './events.css';

const texts = eventsTexts.list;
const authors = ['all', 'person', 'model', 'proposal'] as const;

/** The events of the timeline as a list: for long matches, for the keyboard, for screen readers. */
export const EventList = () => {
  const clip = useReview((state) => state.clip);
  return (
    <section className="event-list" aria-label={texts.title}>
      {clip ? (
        <ClipList key={clip.id} clipId={clip.id} />
      ) : (
        <p className="event-list__empty">{texts.noClip}</p>
      )}
    </section>
  );
};

const ClipList = ({ clipId }: { clipId: string }) => {
  const items = useRecord((state) => state.items);
  const [filter, setFilter] = useState<ListFilter>(noFilter);
  const { showOnly } = useApp().stores.events.getState();
  const only = useEvents((state) => state.only);
  const onClip = useMemo(() => listEntries(items, clipId), [items, clipId]);
  const all = useMemo(() => (only ? entriesAmong(onClip, only.ids) : onClip), [onClip, only]);
  const entries = useMemo(() => filterEntries(all, filter), [all, filter]);
  const selected = useEvents((state) => state.selected);
  const chosen = entries.find(({ id }) => id === selected.at(-1));
  const proposals = all.filter(({ item }) => item.kind === 'proposal').length;
  const events = all.length - proposals;
  const clear = () => {
    showOnly(null);
    setFilter(noFilter);
  };
  const shownEvents = entries.filter(({ item }) => item.kind === 'event').length;
  return (
    <>
      <header className="event-list__head">
        {only && (
          <div className="event-list__only">
            <p role="status">{texts.only(only.title, events)}</p>
            <button type="button" className="button" onClick={() => showOnly(null)}>
              {texts.showAll}
            </button>
          </div>
        )}
        <p className="event-list__count" role="status">
          {texts.count(shownEvents, events)}
          {proposals > 0 && <span className="event-list__proposals"> · {texts.proposals(proposals)}</span>}
        </p>
        <Filter filter={filter} onChange={setFilter} />
      </header>
      {entries.length > 0 ? (
        <EventRows entries={entries} />
      ) : (
        <div className="event-list__empty">
          {onClip.length === 0 ? (
            <p>
              {texts.empty} <kbd className="key">{texts.emptyKey}</kbd>
            </p>
          ) : (
            <>
              <p>{texts.noneFits}</p>
              <button type="button" className="button" onClick={clear}>
                {texts.clear}
              </button>
            </>
          )}
        </div>
      )}
      {chosen?.item.kind === 'event' && <EntryFields key={chosen.id} event={chosen.item} />}
    </>
  );
};

const Filter = ({
  filter,
  onChange,
}: {
  readonly filter: ListFilter;
  readonly onChange: (filter: ListFilter) => void;
}) => {
  const codes = useRecord((state) => state.items.code);
  const known = useMemo(() => codesInOrder(codes.values()), [codes]);
  // A code that was renamed or removed meanwhile would show nothing.
  useEffect(() => {
    const gone = filter.code !== null && !known.some(({ name }) => name === filter.code);
    if (gone) onChange({ ...filter, code: null });
  }, [known, filter, onChange]);
  return (
    <div className="event-list__filter">
      <input
        type="search"
        className="field"
        value={filter.text}
        placeholder={texts.filterPlaceholder}
        aria-label={texts.filterLabel}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.code === 'Escape') event.currentTarget.blur();
        }}
      />
      <select
        className="field"
        value={filter.code ?? ''}
        aria-label={texts.code}
        onChange={(event) => onChange({ ...filter, code: event.target.value || null })}
      >
        <option value="">{texts.allCodes}</option>
        {known.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </select>
      <select
        className="field"
        value={filter.author}
        aria-label={texts.author}
        onChange={(event) =>
          onChange({ ...filter, author: authors.find((each) => each === event.target.value) ?? 'all' })
        }
      >
        {authors.map((author) => (
          <option key={author} value={author}>
            {texts.authors[author]}
          </option>
        ))}
      </select>
    </div>
  );
};
