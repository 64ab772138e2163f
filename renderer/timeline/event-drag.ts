import { type FrameRange, moveWithin, trimRange } from '#common/domain/index.ts';
import type { EventDrag } from '../app/state/events-store.ts';
import type { EventPart } from './event-places.ts';
import { type SnapPlaces, snapTo } from './snapping.ts';

/** What a drag has hold of: an event by its body or an edge, and where all that moves along stood before. */
export type Hold = {
  readonly id: string;
  readonly part: EventPart;
  readonly ranges: ReadonlyMap<string, FrameRange>;
};

export type DragRules = {
  readonly places: SnapPlaces;
  /** How far an edge is pulled, in frames; 0 for not at all. */
  readonly reach: number;
  readonly frameCount: number;
};

/** Where things stand after a drag by some frames; fractions are rounded after the pull. */
export function dragged(hold: Hold, by: number, { places, reach, frameCount }: DragRules): EventDrag {
  const held = hold.ranges.get(hold.id);
  if (!held) return { moved: new Map(), snapped: null };
  if (hold.part === 'body') {
    const near = reach > 0 ? snapTo(places, [held.start + by, held.end + 1 + by], reach) : null;
    const whole = moveWithin([...hold.ranges.values()], Math.round(by + (near?.by ?? 0)), frameCount);
    const moved = new Map(
      [...hold.ranges].map(([id, { start, end }]) => [id, { start: start + whole, end: end + whole }]),
    );
    const [start, end] = [held.start + whole, held.end + whole];
    if (near?.place === start) return { moved, snapped: { place: start, frame: start } };
    return { moved, snapped: near?.place === end + 1 ? { place: end + 1, frame: end } : null };
  }
  // Edges stand between frames: an event ends where the frame after it begins.
  const after = hold.part === 'end' ? 1 : 0;
  const edge = held[hold.part] + after + by;
  const near = reach > 0 ? snapTo(places, [edge], reach) : null;
  const range = trimRange(held, hold.part, Math.round(near?.place ?? edge) - after, frameCount);
  const isThere = near !== null && range[hold.part] + after === near.place;
  const snapped = isThere ? { place: near.place, frame: range[hold.part] } : null;
  return { moved: new Map([[hold.id, range]]), snapped };
}
