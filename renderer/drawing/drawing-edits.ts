import type {
  DrawingItem,
  DrawingShape,
  FrameRange,
  PicturePoint,
  RecordItems,
} from '#common/domain/index.ts';
import { putItem, removeItem } from '#common/domain/index.ts';
import type { AppState } from '../app/state/app-state.ts';
import { drawingTexts as texts } from '../texts/drawing.ts';

type Where = {
  readonly frame: number;
  readonly selection: FrameRange | null;
  /** Of the one event selected. */
  readonly event: FrameRange | null;
};

const holds = (range: FrameRange | null, frame: number): range is FrameRange =>
  range !== null && range.start <= frame && frame <= range.end;

/** A new drawing lies on the event in hand, else on the selected range, else on the frame shown. */
export function rangeForNew({ frame, selection, event }: Where): FrameRange {
  if (holds(event, frame)) return event;
  if (holds(selection, frame)) return selection;
  return { start: frame, end: frame };
}

/** The range of the event selected, where it is one and of this clip. */
export function selectedEvent(
  items: RecordItems,
  selected: readonly string[],
  clipId: string,
): FrameRange | null {
  const event = selected.length === 1 ? items.event.get(selected[0] ?? '') : undefined;
  return event?.clipId === clipId ? event.range : null;
}

/** Keeps a new drawing and takes it in hand. */
export function keepDrawing(
  { stores }: AppState,
  drawing: {
    readonly clipId: string;
    readonly frame: number;
    readonly shape: DrawingShape;
    readonly points: readonly PicturePoint[];
    readonly text?: string;
    /** Of the clip, for what goes on to its end. */
    readonly lastFrame?: number;
  },
): void {
  const { clipId, frame, shape, points, text = '' } = drawing;
  const { colour, size, select } = stores.drawing.getState();
  const { selection, clip } = stores.review.getState();
  const event = selectedEvent(stores.record.getState().items, stores.events.getState().selected, clipId);
  const range = rangeForNew({ frame, selection: clip?.id === clipId ? selection : null, event });
  const last = drawing.lastFrame ?? frame;
  const item: DrawingItem = {
    kind: 'drawing',
    id: crypto.randomUUID(),
    clipId,
    shape,
    range: shape === 'chronometer' ? untilTheEnd(range, frame, last) : range,
    points,
    colour,
    // Letters are as high as five strokes.
    size: hasLetters(shape) ? size * 6 : size,
    text,
  };
  if (stores.record.getState().edit(texts.edits.draw(shape), [putItem(item)])) select(item.id);
}

/** Drawings whose size is that of letters. */
export const hasLetters = (shape: DrawingShape): boolean => shape === 'text' || shape === 'chronometer';

/** A chronometer that stands on one frame would show nothing but zero. */
const untilTheEnd = (range: FrameRange, frame: number, last: number): FrameRange =>
  range.end > range.start ? range : { start: frame, end: Math.max(frame, last) };

/** One more step of the same change within two seconds is undone with it. */
export function changeDrawing({ stores }: AppState, item: DrawingItem, change: Partial<DrawingItem>): void {
  const title = texts.edits.change(item.shape);
  stores.record.getState().edit(title, [putItem({ ...item, ...change })], `drawing ${item.id}`);
}

export function removeDrawing({ stores }: AppState, item: DrawingItem): void {
  stores.record.getState().edit(texts.edits.remove(item.shape), [removeItem(item)]);
  stores.drawing.getState().select(null);
}
