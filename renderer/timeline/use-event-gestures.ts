import {
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { changeableEvents } from '#common/domain/index.ts';
import { useApp } from '../app/state/context.tsx';
import { keepDrag, placesFor } from './drag-record.ts';
import { dragged, type Hold } from './event-drag.ts';
import { type EventHit, hitEvent, itemsInBox } from './event-places.ts';
import type { EventRow } from './event-rows.ts';
import { frameToX, panView, pixelsPerFrame, type Scale, xToFrame } from './scale.ts';
import { type SnapPlaces, snapPixels } from './snapping.ts';

/** Pointer travel under this is a click. */
const clickPixels = 4;

export type Box = { readonly x: number; readonly y: number; readonly toX: number; readonly toY: number };

type Point = { readonly x: number; readonly y: number };
type Gesture = Point & {
  /** Where it began, in frames: the view may move meanwhile. */
  readonly frame: number;
  readonly adds: boolean;
  readonly hit: EventHit | null;
  /** What is taken along; null where nothing can be moved. */
  readonly hold: Hold | null;
  readonly places: SnapPlaces;
  readonly before: readonly string[];
  readonly playhead: number;
  moved: boolean;
};

export type EventGestures = {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly rows: readonly EventRow[];
  readonly scale: Scale;
  readonly frameCount: number;
  readonly clipId: string;
};

/** What the pointer does on the rows of events; an edit is made at the end of a drag only. */
export function useEventGestures(options: EventGestures) {
  const app = useApp();
  const current = useRef(options);
  current.current = options;
  const gesture = useRef<Gesture | null>(null);
  const [box, setBox] = useState<Box | null>(null);
  const [hover, setHover] = useState<{ readonly hit: EventHit; readonly x: number } | null>(null);

  const handlers = useMemo(() => {
    const { events, review, record } = app.stores;
    const pointOf = (event: MouseEvent): Point => {
      const bounds = current.current.element.current?.getBoundingClientRect();
      return { x: event.clientX - (bounds?.left ?? 0), y: event.clientY - (bounds?.top ?? 0) };
    };
    const placeAt = ({ x }: Point): number => {
      const { scale } = current.current;
      return scale.start + x / pixelsPerFrame(scale);
    };
    const hitAt = ({ x, y }: Point): EventHit | null => {
      const { rows, scale } = current.current;
      return hitEvent(rows, scale, x, y, new Set(events.getState().selected));
    };
    const holdOf = (hit: EventHit): Hold | null => {
      if (record.getState().readOnly !== null) return null;
      const { selected } = events.getState();
      const ids = hit.part === 'body' && selected.includes(hit.item.id) ? selected : [hit.item.id];
      const taken = changeableEvents(record.getState().items, ids).filter(
        ({ clipId }) => clipId === current.current.clipId,
      );
      const ranges = new Map(taken.map(({ id, range }) => [id, range]));
      return ranges.has(hit.item.id) ? { id: hit.item.id, part: hit.part, ranges } : null;
    };

    const cancel = () => {
      const from = gesture.current;
      if (!from) return;
      gesture.current = null;
      setBox(null);
      events.getState().setDrag(null);
      if (from.hold && from.hold.part !== 'body' && from.moved) review.getState().goTo(from.playhead);
      if (!from.hold) events.getState().select(from.before);
    };

    const down = (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      const at = pointOf(event);
      const hit = hitAt(at);
      const adds = event.shiftKey || event.ctrlKey || event.metaKey;
      const { selected, select, toggle } = events.getState();
      const before = selected;
      if (hit && adds) toggle(hit.item.id);
      else if (hit && !selected.includes(hit.item.id)) select([hit.item.id]);
      const hold = hit && !adds ? holdOf(hit) : null;
      gesture.current = {
        ...at,
        frame: placeAt(at),
        adds,
        hit,
        hold,
        before,
        places: hold ? placesFor(app, current.current.rows, hold) : new Float64Array(0),
        playhead: review.getState().target,
        moved: false,
      };
      setHover(null);
    };

    const drag = (from: Gesture, hold: Hold, at: Point, free: boolean) => {
      const { scale, frameCount } = current.current;
      const reach = free ? 0 : snapPixels / pixelsPerFrame(scale);
      const { moved, snapped } = dragged(hold, placeAt(at) - from.frame, {
        places: from.places,
        reach,
        frameCount,
      });
      events.getState().setDrag({ moved, snapped });
      const range = moved.get(hold.id);
      if (hold.part !== 'body' && range) review.getState().goTo(range[hold.part]);
    };

    const move = (event: PointerEvent<HTMLElement>) => {
      const at = pointOf(event);
      const from = gesture.current;
      if (!from) {
        const hit = event.buttons === 0 ? hitAt(at) : null;
        events.getState().point(hit?.item.id ?? null);
        setHover(hit && { hit, x: at.x });
        const edge = hit && hit.part !== 'body' && hit.item.kind === 'event' && !hit.row.code?.locked;
        event.currentTarget.style.cursor = edge ? 'ew-resize' : '';
        return;
      }
      if (Math.abs(at.x - from.x) >= clickPixels || Math.abs(at.y - from.y) >= clickPixels) from.moved = true;
      if (!from.moved) return;
      showMore(at);
      if (from.hold) drag(from, from.hold, at, event.altKey);
      else if (!from.hit) chooseIn(from, at);
    };

    /** Beside the rows the view moves along. */
    const showMore = ({ x }: Point) => {
      const { scale, frameCount } = current.current;
      const beyond = x < 0 ? x : Math.max(0, x - scale.width);
      if (beyond !== 0) review.getState().setView(panView(scale, beyond / 4, frameCount));
    };

    const chooseIn = (from: Gesture, at: Point) => {
      const { rows, scale } = current.current;
      setBox({ x: frameToX(scale, from.frame), y: from.y, toX: at.x, toY: at.y });
      const frames = [from.frame, placeAt(at)].sort((a, b) => a - b);
      const heights = [from.y, at.y].sort((a, b) => a - b);
      const inside = itemsInBox(
        rows,
        { start: frames[0] ?? 0, end: frames[1] ?? 0 },
        { top: heights[0] ?? 0, bottom: heights[1] ?? 0 },
      );
      const kept = from.adds ? from.before : [];
      events.getState().select([...kept, ...inside.filter((id) => !kept.includes(id))]);
    };

    const up = (event: PointerEvent<HTMLElement>) => {
      const from = gesture.current;
      gesture.current = null;
      if (!from) return;
      setBox(null);
      const { drag: result, setDrag, select } = events.getState();
      setDrag(null);
      if (from.hold && from.moved) {
        if (result) keepDrag(app, from.hold, result.moved, current.current.frameCount);
        if (from.hold.part !== 'body') review.getState().goTo(from.playhead);
        return;
      }
      if (from.moved || from.adds) return;
      if (from.hit) {
        select([from.hit.item.id]);
        review.getState().goTo(from.hit.item.range.start);
        return;
      }
      select([]);
      const { scale, frameCount } = current.current;
      review.getState().goTo(xToFrame(scale, pointOf(event).x, frameCount));
    };

    return {
      onPointerDown: down,
      onPointerMove: move,
      onPointerUp: up,
      onPointerCancel: cancel,
      onPointerLeave: () => {
        events.getState().point(null);
        setHover(null);
      },
      onDoubleClick: (event: MouseEvent<HTMLElement>) => {
        const hit = hitAt(pointOf(event));
        if (!hit) return;
        const { setLoop, goTo, togglePlay } = review.getState();
        setLoop(hit.item.range);
        goTo(hit.item.range.start);
        togglePlay();
      },
      cancel,
    };
  }, [app]);

  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.code !== 'Escape' || !gesture.current) return;
      event.preventDefault();
      event.stopPropagation();
      handlers.cancel();
    };
    window.addEventListener('keydown', leave, { capture: true });
    return () => window.removeEventListener('keydown', leave, { capture: true });
  }, [handlers]);

  return { handlers, box, hover };
}
