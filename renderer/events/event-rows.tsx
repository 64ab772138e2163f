import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { frameRangeLength } from '#common/domain/index.ts';
import { useApp, useEvents, useReview } from '../app/state/context.tsx';
import { eventsTexts } from '../texts/events.ts';
import { formatCount, formatRange, formatTime } from '../ui/format.ts';
import type { ListEntry } from './list-entries.ts';

const texts = eventsTexts.list;
/** Of a line, in pixels, as the style sheet has it. */
const lineHeight = 40;
/** Lines made beyond those in sight, so that scrolling shows no gap. */
const beyond = 6;

/** A list of thousands of which only the lines in sight are made; one place for Tab, arrows inside. */
export const EventRows = ({ entries }: { entries: readonly ListEntry[] }) => {
  const { stores } = useApp();
  const scroller = useRef<HTMLDivElement>(null);
  const { top, height } = useScroller(scroller);
  const selected = useEvents((state) => state.selected);
  const pointed = useEvents((state) => state.pointed);
  const active = selected.at(-1) ?? null;
  const activePlace = entries.findIndex(({ id }) => id === active);
  const chosen = new Set(selected);

  // What was selected elsewhere comes into sight.
  useEffect(() => {
    const list = scroller.current;
    if (!list || activePlace < 0) return;
    const at = activePlace * lineHeight;
    if (at < list.scrollTop) list.scrollTop = at;
    else if (at + lineHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = at + lineHeight - list.clientHeight;
  }, [activePlace]);

  const goTo = (entry: ListEntry | undefined) =>
    entry && stores.review.getState().goTo(entry.item.range.start);

  const choose = (place: number, how: { readonly adds: boolean; readonly until: boolean }) => {
    const entry = entries[place];
    if (!entry) return;
    const { select, toggle } = stores.events.getState();
    if (how.until && activePlace >= 0) {
      const [from, to] = activePlace < place ? [activePlace, place] : [place, activePlace];
      const between = entries.slice(from, to + 1).map(({ id }) => id);
      // The line come to last stays the one that the keys stand on.
      select([...between.filter((id) => id !== entry.id), entry.id]);
    } else if (how.adds) toggle(entry.id);
    else select([entry.id]);
    if (!how.adds) goTo(entry);
  };

  const walk = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(height / lineHeight) - 1);
    const to = {
      ArrowDown: activePlace + 1,
      ArrowUp: Math.max(0, activePlace - 1),
      PageDown: activePlace + page,
      PageUp: activePlace - page,
      Home: 0,
      End: entries.length - 1,
    }[event.code];
    if (event.code === 'Enter' && activePlace >= 0) {
      event.preventDefault();
      goTo(entries[activePlace]);
    }
    if (event.code === 'F2') {
      event.preventDefault();
      document.querySelector<HTMLElement>('#event-labels')?.focus();
    }
    if (to === undefined) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(entries.length - 1, to)), { adds: false, until: event.shiftKey });
  };

  const first = Math.max(0, Math.floor(top / lineHeight) - beyond);
  const last = Math.min(entries.length, Math.ceil((top + height) / lineHeight) + beyond);
  const shown = entries.slice(first, last).map((entry, at) => ({ entry, place: first + at }));
  const activeEntry = entries[activePlace];
  const isActiveShown = activePlace >= first && activePlace < last;
  if (activeEntry && !isActiveShown) shown.push({ entry: activeEntry, place: activePlace });
  return (
    <div
      ref={scroller}
      className="event-list__rows"
      role="listbox"
      tabIndex={0}
      aria-label={`${texts.title}. ${texts.columns}.`}
      aria-multiselectable="true"
      aria-activedescendant={activeEntry ? `listed-${activeEntry.id}` : undefined}
      onKeyDown={walk}
      onPointerLeave={() => stores.events.getState().point(null)}
    >
      <div className="event-list__sheet" style={{ height: entries.length * lineHeight }}>
        {shown.map(({ entry, place }) => (
          <Line
            key={entry.id}
            entry={entry}
            place={place}
            count={entries.length}
            selected={chosen.has(entry.id)}
            pointed={entry.id === pointed}
            onPress={(event) =>
              choose(place, { adds: event.ctrlKey || event.metaKey, until: event.shiftKey })
            }
            onOpen={() => stores.dialogs.getState().open('event')}
            onPoint={() => stores.events.getState().point(entry.id)}
          />
        ))}
      </div>
    </div>
  );
};

type LineProps = {
  readonly entry: ListEntry;
  readonly place: number;
  readonly count: number;
  readonly selected: boolean;
  readonly pointed: boolean;
  readonly onPress: (event: MouseEvent) => void;
  readonly onOpen: () => void;
  readonly onPoint: () => void;
};

const Line = ({ entry, place, count, selected, pointed, onPress, onOpen, onPoint }: LineProps) => {
  const { item, code, colour, labels } = entry;
  const { range } = item;
  const time = useReview((state) => state.times?.timestampsSeconds[range.start]);
  const isProposal = item.kind === 'proposal';
  const words = eventsTexts.spoken({
    code,
    range: formatRange(range),
    frames: frameRangeLength(range),
    labels,
    proposal: isProposal,
    place: place + 1,
    count,
  });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys, as a listbox does
    <div
      id={`listed-${entry.id}`}
      role="option"
      tabIndex={-1}
      className="event-line"
      data-proposal={isProposal || undefined}
      data-pointed={pointed || undefined}
      style={{ top: place * lineHeight }}
      aria-selected={selected}
      aria-posinset={place + 1}
      aria-setsize={count}
      onClick={onPress}
      onDoubleClick={() => !isProposal && onOpen()}
      onPointerEnter={onPoint}
    >
      <span className="visually-hidden">{words}</span>
      <span className="event-line__mark" style={colour === null ? {} : { background: colour }} />
      <span className="event-line__code" aria-hidden="true">
        {code}
      </span>
      <span className="event-line__frame" aria-hidden="true">
        {formatCount(range.start)}
      </span>
      <span className="event-line__labels" aria-hidden="true">
        {labels === '' ? item.note : item.labels.map(({ text }) => text).join(', ')}
      </span>
      <span className="event-line__time" aria-hidden="true">
        {time === undefined ? '' : formatTime(time)} · {texts.frames(frameRangeLength(range))}
      </span>
    </div>
  );
};

function useScroller(element: { readonly current: HTMLElement | null }) {
  const [place, setPlace] = useState({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const list = element.current;
    if (!list) return;
    const measure = () => setPlace({ top: list.scrollTop, height: list.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(list);
    list.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', measure);
    };
  }, [element]);
  return place;
}
