import {
  type ClipInfo,
  type FrameRange,
  type PicturePoint,
  pointOn,
  putItem,
  removeItem,
  type Track,
  type TrackPoint,
  trackRange,
  withPoints,
} from '#common/domain/index.ts';
import type { AppState } from '../app/state/app-state.ts';
import { trackTexts as texts } from '../texts/drawing.ts';
import { rangeForNew, selectedEvent } from './drawing-edits.ts';

/** A path's line is thinner than that of drawings, for it has dots. */
export const trackStrokeShare = 0.5;
/** After the last press of an arrow key, until it is followed from there. */
const restMilliseconds = 600;
/** Most frames to each side that are searched at one go. */
const mostFrames = 5000;

/** What is followed is taken to be this large until a person says so: a fortieth of the picture. */
export const radiusFor = ({ width, height }: ClipInfo, chosen: number | null): number =>
  chosen ?? Math.max(6, Math.min(60, Math.round(Math.min(width, height) / 40)));

export type PointSet = {
  readonly clip: ClipInfo;
  readonly frame: number;
  readonly at: PicturePoint;
  /** Whose points are set; the selected path of the clip, else a new one. */
  readonly track?: Track | undefined;
  /** More of the same is to be expected: the search waits until it has come. */
  readonly soon?: boolean;
};

/** Sets the point of a frame by hand, and looks for those around it where the person wants that. */
export async function setPathPoint(
  app: AppState,
  { clip, frame, at, track, soon = false }: PointSet,
): Promise<void> {
  const { drawing, record, tracks } = app.stores;
  const { trackMode, selected, select, colour, size } = drawing.getState();
  const known = track ?? record.getState().items.track.get(selected ?? '');
  const mine = known?.clipId === clip.id ? known : undefined;
  const [x, y] = at.map((share) => Math.max(0, Math.min(1, share))) as [number, number];
  const point: TrackPoint = { frame, x, y, by: 'person' };
  const item: Track = mine
    ? { ...mine, points: withPoints(mine.points, [point]) }
    : {
        kind: 'track',
        id: crypto.randomUUID(),
        clipId: clip.id,
        points: [point],
        colour,
        size: size * trackStrokeShare,
        text: '',
      };
  tracks.getState().cancel();
  tracks.getState().forgetLoss();
  const mergeKey = soon ? `path ${item.id} ${frame}` : `path ${crypto.randomUUID()}`;
  const title = mine ? texts.edits.correct : texts.edits.begin;
  if (!record.getState().edit(title, [putItem(item)], mergeKey)) return;
  select(item.id);
  if (soon) await new Promise((resolve) => setTimeout(resolve, restMilliseconds));
  // Moved once more meanwhile, it is followed from there.
  if (soon && !isPoint(record.getState().items.track.get(item.id), point)) return;
  if (trackMode === 'by-hand') {
    if (!soon) stepFrom(app, clip, frame);
  } else await followFrom(app, { clip, track: item, frame, mergeKey });
}

/** Sets the point of a frame where it was last, else in the middle, and takes it in hand: arrows move it. */
export function setPointByKeys(app: AppState, clip: ClipInfo, frame: number, track: Track | undefined): void {
  const { x, y } = track?.points.findLast((point) => point.frame <= frame) ?? { x: 0.5, y: 0.5 };
  void setPathPoint(app, { clip, frame, at: [x, y], track, soon: true });
  requestAnimationFrame(() => document.querySelector<SVGElement>('.track[data-selected]')?.focus());
}

const isPoint = (track: Track | undefined, { frame, x, y }: TrackPoint): boolean => {
  const there = track && pointOn(track.points, frame);
  return there?.x === x && there.y === y;
};

/** Looks for the points around one that a person set. */
export async function followFrom(
  app: AppState,
  {
    clip,
    track,
    frame,
    mergeKey = `path ${crypto.randomUUID()}`,
  }: { clip: ClipInfo; track: Track; frame: number; mergeKey?: string },
): Promise<void> {
  const point = pointOn(track.points, frame);
  if (!point) return;
  const { drawing, record, tracks } = app.stores;
  if (point.by === 'search') {
    // What a person follows anew from is theirs.
    const points = withPoints(track.points, [{ ...point, by: 'person' }]);
    if (!record.getState().edit(texts.edits.correct, [putItem({ ...track, points })], mergeKey)) return;
  }
  const range = searchRange(app, clip, track, frame);
  const radius = radiusFor(clip, drawing.getState().trackRadius);
  const lost = await tracks
    .getState()
    .follow({ trackId: track.id, frame, range, radius, size: clip, mergeKey });
  const review = reviewOf(app, clip.id, frame);
  // Where it is to be set again, unless the person has gone elsewhere meanwhile.
  if (lost !== null && review) review.getState().goTo(lost);
}

/** The event or the selected range that the frame lies in, else what comes after it and what the path has before it. */
function searchRange(app: AppState, clip: ClipInfo, track: Track, frame: number): FrameRange {
  const { review, events, record } = app.stores;
  const { selection, clip: reviewed } = review.getState();
  const { start, end } = rangeForNew({
    frame,
    selection: reviewed?.id === clip.id ? selection : null,
    event: selectedEvent(record.getState().items, events.getState().selected, clip.id),
  });
  const isRange = end > start;
  const first = isRange ? start : Math.min(frame, trackRange(track).start);
  const last = isRange ? end : clip.frameCount - 1;
  return { start: Math.max(first, frame - mostFrames), end: Math.min(last, frame + mostFrames) };
}

/** The picture that shows this frame of a clip. */
function reviewOf({ stores }: AppState, clipId: string, frame: number) {
  const { right, focus } = stores.compare.getState();
  const both = focus === 'right' ? [right, stores.review] : [stores.review, right];
  return both.find((each) => each.getState().clip?.id === clipId && each.getState().target === frame);
}

function stepFrom(app: AppState, clip: ClipInfo, frame: number): void {
  reviewOf(app, clip.id, frame)?.getState().step(1);
}

export function changeTrack({ stores }: AppState, track: Track, change: Partial<Track>): void {
  stores.record.getState().edit(texts.edits.change, [putItem({ ...track, ...change })], `track ${track.id}`);
}

export function removeTrack({ stores }: AppState, track: Track): void {
  stores.tracks.getState().cancel();
  stores.record.getState().edit(texts.edits.remove, [removeItem(track)]);
  stores.drawing.getState().select(null);
}
