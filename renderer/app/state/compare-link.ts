import type { StoreApi } from 'zustand/vanilla';
import type { Zoom } from '../../viewer/picture-view.ts';
import { type CompareState, otherSide, type Side } from './compare-state.ts';
import { pairedFrame, type SyncedFrames } from './frame-lookup.ts';
import type { ReviewState, ReviewStore } from './review-store.ts';

type Pictures = { readonly left: ReviewStore; readonly right: ReviewStore };

/** The same part of a picture of another size. */
export function zoomAlike(zoom: Zoom | null, from: ReviewState, to: ReviewState): Zoom | null {
  if (!zoom || !from.clip || !to.clip) return null;
  const [across, down] = [to.clip.width / from.clip.width, to.clip.height / from.clip.height];
  return {
    scale: zoom.scale / Math.max(across, down),
    centre: { x: zoom.centre.x * across, y: zoom.centre.y * down },
  };
}

/** Keeps two pictures at the same instant, speed and zoom, whichever of them is moved. */
export function linkPictures(compare: StoreApi<CompareState>, pictures: Pictures): void {
  /** While one picture is moved along, it leads nobody. */
  let leading = false;

  const lead = (work: () => void) => {
    leading = true;
    try {
      work();
    } finally {
      leading = false;
    }
  };

  const pairWith = (sync: SyncedFrames, side: Side, frame: number): number | null => {
    const other = otherSide(side);
    const [from, to] = [pictures[side].getState().times, pictures[other].getState().times];
    if (!from || !to) return null;
    return pairedFrame(
      { times: from.timestampsSeconds, frame, synced: sync[side] },
      { times: to.timestampsSeconds, synced: sync[other] },
    );
  };

  /** The other picture goes where this one is. */
  const align = (side: Side) => {
    const { sync } = compare.getState();
    const { target, playing, direction } = pictures[side].getState();
    const paired = sync && pairWith(sync, side, target);
    if (paired === null) return;
    lead(() => pictures[otherSide(side)].getState().goAlong(paired, playing ? direction : null));
  };

  const alignLoop = (side: Side) => {
    const { sync } = compare.getState();
    const { loop } = pictures[side].getState();
    const start = sync && loop && pairWith(sync, side, loop.start);
    const end = sync && loop && pairWith(sync, side, loop.end);
    const paired = start === null || end === null ? null : { start, end };
    lead(() => pictures[otherSide(side)].getState().setLoop(paired));
  };

  const follow = (side: Side) => (state: ReviewState, before: ReviewState) => {
    const { mode, linked, zoomLinked } = compare.getState();
    if (leading || mode === 'off' || state.clip?.id !== before.clip?.id) return;
    const other = pictures[otherSide(side)];
    if (zoomLinked && state.zoom !== before.zoom) {
      lead(() => other.getState().setZoom(zoomAlike(state.zoom, state, other.getState())));
    }
    if (state.speed !== before.speed) lead(() => other.setState({ speed: state.speed }));
    if (!linked) return;
    if (state.loop !== before.loop) alignLoop(side);
    if (state.target !== before.target || state.playing !== before.playing) align(side);
  };

  pictures.left.subscribe(follow('left'));
  pictures.right.subscribe(follow('right'));
  compare.subscribe((state, before) => {
    const relinked = state.linked && (!before.linked || state.sync !== before.sync);
    if (state.mode === 'off' || !relinked) return;
    // The person moves the right picture against the left one, so that it is the right one that gives way.
    align('left');
    alignLoop('left');
  });
}

/** Whether a picture that is moved along by another's playing has not been shown for long. */
export function isFarBehind(
  { led, target, shown, times, speed, pictureProblem }: ReviewState,
  patienceSeconds: number,
): boolean {
  if (led === null || !times || pictureProblem !== null) return false;
  const timeOf = (frame: number) => times.timestampsSeconds[frame] ?? 0;
  return Math.abs(timeOf(target) - timeOf(shown ?? target)) > patienceSeconds * Math.max(1, speed);
}
