import { type FrameRange, moveEvents, setEventRange, trimRange } from '#common/domain/index.ts';
import type { AppState } from '../app/state/app-state.ts';
import { eventsTexts as texts } from '../texts/events.ts';
import type { Hold } from './event-drag.ts';
import type { EventRow } from './event-rows.ts';
import { type SnapPlaces, snapPlaces } from './snapping.ts';

/** Edges of everything in sight that does not move along, and of shots and the selected range. */
export function placesFor({ stores }: AppState, rows: readonly EventRow[], hold: Hold): SnapPlaces {
  const { selection, target } = stores.review.getState();
  const still = rows.flatMap(({ items }) => items.filter(({ id }) => !hold.ranges.has(id)));
  const shots = stores.analysis.getState().analysis?.shots ?? [];
  return snapPlaces(
    [...still.map(({ range }) => range), ...shots, ...(selection ? [selection] : [])],
    target,
  );
}

/** The end of a drag as one edit. */
export function keepDrag(
  { stores }: AppState,
  hold: Hold,
  moved: ReadonlyMap<string, FrameRange>,
  frameCount: number,
): void {
  const { items, edit } = stores.record.getState();
  const range = moved.get(hold.id);
  const before = hold.ranges.get(hold.id);
  if (!range || !before) return;
  if (hold.part === 'body') {
    const changes = moveEvents(items, hold.ranges.keys(), range.start - before.start, frameCount);
    edit(texts.edits.move(hold.ranges.size), changes);
    return;
  }
  const code = items.code.get(items.event.get(hold.id)?.codeId ?? '')?.name ?? '';
  edit(
    texts.edits.trim(code),
    setEventRange(items, hold.id, trimRange(before, hold.part, range[hold.part], frameCount), frameCount),
  );
}
