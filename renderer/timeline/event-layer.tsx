import { useCallback, useEffect, useMemo, useRef } from 'react';
import { frameRangeLength } from '#common/domain/index.ts';
import { useApp, useEvents, useRecord } from '../app/state/context.tsx';
import { eventsTexts } from '../texts/events.ts';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { formatCount, formatRange } from '../ui/format.ts';
import { drawEvents } from './draw-events.ts';
import type { RowItem } from './event-lanes.ts';
import type { EventHit } from './event-places.ts';
import { type EventRow, rowOfItem } from './event-rows.ts';
import { neighbourInRows } from './event-walk.ts';
import { type DrawRow, RowCanvas } from './row-canvas.tsx';
import { frameToX, type Scale } from './scale.ts';
import { useEventGestures } from './use-event-gestures.ts';
import { useScroll } from './use-scroll.ts';

export type EventLayerProps = {
  readonly rows: readonly EventRow[];
  readonly height: number;
  readonly scale: Scale;
  readonly frameCount: number;
  readonly clipId: string;
  /** Pixels above the rows that do not scroll away. */
  readonly above: number;
  /** Pixels of the timeline in which rows are seen. */
  readonly room: number;
};

/** All rows of events on one canvas, as large as what is seen of them. */
export const EventLayer = ({ rows, height, scale, frameCount, clipId, above, room }: EventLayerProps) => {
  const element = useRef<HTMLDivElement>(null);
  const scroll = useScroll(element);
  const selected = useEvents((state) => state.selected);
  const pointed = useEvents((state) => state.pointed);
  const drag = useEvents((state) => state.drag);
  const chosen = useMemo(() => new Set(selected), [selected]);
  const seen = Math.max(0, Math.min(height, room - above));
  const offset = Math.max(0, Math.min(height - seen, scroll.top));
  const { handlers, box, hover } = useEventGestures({ element, rows, scale, frameCount, clipId });
  useRowInSight(rows, selected, scroll.element, { above, room });
  const walk = useWalk(rows);
  const active = useMemo(() => activeIn(rows, selected.at(-1) ?? null), [rows, selected]);

  const draw = useCallback<DrawRow>(
    (context, { pixelRatio }, colour) => {
      context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
      const light = document.documentElement.dataset.theme === 'light';
      drawEvents(context, {
        rows,
        scale,
        offset,
        height: seen,
        selected: chosen,
        pointed,
        moved: drag?.moved ?? null,
        colours: {
          line: colour('line'),
          text: colour('text'),
          surface: colour('surface'),
          model: colour('model'),
          modelWash: colour('model-wash'),
          outline: light ? 'rgb(0 0 0 / 45%)' : '',
        },
      });
    },
    [rows, scale, offset, seen, chosen, pointed, drag],
  );

  const { cancel: _, ...pointer } = handlers;
  return (
    <div
      ref={element}
      className="row row--events"
      data-row="events"
      style={{ height }}
      role="listbox"
      tabIndex={0}
      aria-label={texts.eventRows}
      aria-multiselectable="true"
      aria-activedescendant={spokenId(active)}
      onKeyDown={walk}
      onMouseDown={leaveField}
      {...pointer}
    >
      <Spoken active={active} selected={active !== null && chosen.has(active.item.id)} />
      <div className="events__canvas" style={{ top: above, height: seen }} aria-hidden="true">
        <RowCanvas width={scale.width} height={seen} draw={draw} />
      </div>
      {box && (
        <div
          className="events__box"
          style={{
            left: Math.min(box.x, box.toX),
            top: Math.min(box.y, box.toY),
            width: Math.abs(box.toX - box.x),
            height: Math.abs(box.toY - box.y),
          }}
        />
      )}
      {hover && !drag && <EventHint {...hover} width={scale.width} />}
    </div>
  );
};

/** A press on the rows takes the keys back from a text field without taking the arrows from the clip. */
function leaveField(event: { preventDefault: () => void }): void {
  event.preventDefault();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

type Active = { readonly row: EventRow; readonly item: RowItem; readonly place: number };

/** The event that the keys stand on, or would come to first. */
function activeIn(rows: readonly EventRow[], id: string | null): Active | null {
  const row = (id === null ? undefined : rowOfItem(rows, id)) ?? rows.find(({ items }) => items.length > 0);
  const place = row
    ? Math.max(
        0,
        row.items.findIndex((item) => item.id === id),
      )
    : 0;
  const item = row?.items[place];
  return row && item ? { row, item, place } : null;
}

const spokenId = (active: Active | null): string => `timeline-${active?.item.id ?? 'none'}`;

/** That event for screen readers: another one is another element, so that it is read. */
const Spoken = ({ active, selected }: { active: Active | null; selected: boolean }) => {
  const record = useRecord((state) => state.items);
  const event = active && (record.event.get(active.item.id) ?? record.proposal.get(active.item.id));
  const code =
    event?.kind === 'proposal' ? event.codeName : (event && record.code.get(event.codeId)?.name) || '';
  return (
    <div
      key={active?.item.id}
      id={spokenId(active)}
      className="visually-hidden"
      role="option"
      aria-selected={selected}
      tabIndex={-1}
    >
      {active && event
        ? eventsTexts.spoken({
            code,
            range: formatRange(active.item.range),
            frames: frameRangeLength(active.item.range),
            labels: event.labels.map(({ text }) => text).join(', '),
            proposal: event.kind === 'proposal',
            place: active.place + 1,
            count: active.row.items.length,
          })
        : texts.noEvents}
    </div>
  );
};

const EventHint = ({ hit, x, width }: { hit: EventHit; x: number; width: number }) => {
  const record = useRecord((state) => state.items);
  const { item, row } = hit;
  const event = record.event.get(item.id);
  const code = row.code?.name ?? (event && record.code.get(event.codeId)?.name) ?? item.text;
  const labels = event?.labels.map(({ text }) => text).join(' · ') ?? '';
  const side = x < width / 2 ? { left: x + 12 } : { right: width - x + 12 };
  const words = [
    code,
    formatRange(item.range),
    eventsTexts.list.frames(frameRangeLength(item.range)),
    ...(labels === '' ? [] : [labels]),
    ...(row.kind === 'proposals' ? [eventsTexts.list.proposal] : []),
  ];
  return (
    <span className="tooltip shot__hint" style={{ ...side, top: row.top - 26 }} aria-hidden="true">
      {words.join(' · ')}
    </span>
  );
};

/** A thin line where an edge is drawn to, with its frame. */
export const SnapLine = ({ scale }: { scale: Scale }) => {
  const snapped = useEvents((state) => state.drag?.snapped ?? null);
  if (snapped === null) return null;
  return (
    <div className="snap" style={{ transform: `translateX(${frameToX(scale, snapped.place) - 0.5}px)` }}>
      <span className="snap__frame">{formatCount(snapped.frame)}</span>
    </div>
  );
};

/** What was selected elsewhere has its row in sight. */
function useRowInSight(
  rows: readonly EventRow[],
  selected: readonly string[],
  scroller: HTMLElement | null,
  { above, room }: { readonly above: number; readonly room: number },
): void {
  const place = useRef({ rows, above, room });
  place.current = { rows, above, room };
  useEffect(() => {
    const [only] = selected;
    if (only === undefined || selected.length > 1 || !scroller) return;
    const { rows: all, above: top, room: height } = place.current;
    const row = rowOfItem(all, only);
    if (!row) return;
    const least = row.top + row.height - (height - top);
    if (scroller.scrollTop > row.top) scroller.scrollTop = row.top;
    else if (scroller.scrollTop < least) scroller.scrollTop = least;
  }, [selected, scroller]);
}

/** Arrows walk through events and rows while the rows have the focus; Shift takes along. */
function useWalk(rows: readonly EventRow[]) {
  const { stores } = useApp();
  return (event: React.KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { selected, select } = stores.events.getState();
    const { target, goTo } = stores.review.getState();
    const next = neighbourInRows(rows, selected.at(-1) ?? null, event.code, target);
    if (next === null) return;
    event.preventDefault();
    if (!next) return;
    const kept = event.shiftKey ? selected.filter((id) => id !== next.id) : [];
    select([...kept, next.id]);
    goTo(next.range.start);
  };
}
