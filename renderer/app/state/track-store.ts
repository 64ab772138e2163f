import { createStore } from 'zustand/vanilla';
import {
  anchorsAround,
  type FrameRange,
  joined,
  pointOn,
  putItem,
  type Size,
  type Track,
  type TrackPoint,
  withFound,
} from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError, isCancelled } from '../../client/describe-error.ts';
import { trackTexts as texts } from '../../texts/drawing.ts';
import type { NoticesStore } from './notices-store.ts';
import type { RecordStore } from './record-store.ts';

export type TrackFollowing = {
  readonly trackId: string;
  /** A frame with a point that a person set. */
  readonly frame: number;
  readonly range: FrameRange;
  readonly radius: number;
  readonly size: Size;
  /** What is found is one step of the history with the point it was found from. */
  readonly mergeKey: string;
};

export type TrackState = {
  /** The path whose points are looked for. */
  readonly searching: { readonly trackId: string; readonly frame: number } | null;
  /** Where a search ended before its range did, and what to do about it. */
  readonly lost: { readonly trackId: string; readonly frame: number; readonly words: string } | null;
  /**
   * Looks for the points of a path from one that a person set, as far as their next ones to both sides or the ends of
   * the range. Ends a search under way. Gives the frame at which it was lost going forward; null where it was not.
   */
  readonly follow: (following: TrackFollowing) => Promise<number | null>;
  readonly cancel: () => void;
  readonly forgetLoss: () => void;
};

export type TrackStoreParts = {
  readonly client: Client;
  readonly record: RecordStore;
  readonly notices: NoticesStore;
  readonly now?: () => number;
};

/** How often what was found so far is kept, in milliseconds: often enough for all of it to be one step. */
const keepEvery = 1000;

type Found = { readonly points: readonly TrackPoint[]; readonly lost: number | null };

/** The search for the points of paths, one at a time. */
export function createTrackStore({ client, record, notices, now = Date.now }: TrackStoreParts) {
  let aborter = new AbortController();

  return createStore<TrackState>()((set) => {
    /** Points of one direction, each told as it is found. */
    const search = async (
      { trackId, radius }: TrackFollowing,
      from: TrackPoint,
      range: FrameRange,
      signal: AbortSignal,
      onPoint: (point: TrackPoint) => void,
    ): Promise<Found> => {
      let points: TrackPoint[] = [];
      let lost: number | null = null;
      if (range.start === range.end) return { points, lost };
      const { frame, x, y } = from;
      const clipId = trackOf(trackId)?.clipId ?? '';
      const events = await client.clips.track(
        { clipId, search: { from: { frame, x, y }, range, radius } },
        { signal },
      );
      for await (const event of events) {
        if (event.type === 'lost') {
          lost = event.frame;
          points = points.filter(({ frame: each }) => (event.frame - each) * event.direction > 0);
        } else {
          points.push(event.point);
          onPoint(event.point);
        }
      }
      return { points, lost };
    };

    const trackOf = (id: string): Track | undefined => record.getState().items.track.get(id);

    const run = async (following: TrackFollowing, signal: AbortSignal): Promise<number | null> => {
      const { trackId, frame, range, size, mergeKey, radius } = following;
      const first = trackOf(trackId);
      const from = first && pointOn(first.points, frame);
      if (!first || !from) return null;
      const around = anchorsAround(first.points, frame);
      const before = around.before && around.before.frame >= range.start ? around.before : null;
      const after = around.after && around.after.frame <= range.end ? around.after : null;
      const start = Math.min(frame, before?.frame ?? range.start);
      const end = Math.max(frame, after?.frame ?? range.end);
      const job = notices.getState().startJob(texts.following(frame, start, end), () => aborter.abort());
      let kept = first;
      let keptAt = now();
      const found: TrackPoint[] = [];
      let frames = 0;

      /** False where the path is not what was last kept: somebody undid it, or took it away. */
      const keep = (points: readonly TrackPoint[], covered: FrameRange): boolean => {
        const there = trackOf(trackId);
        if (!there || !isSame(there.points, kept.points)) return false;
        kept = { ...there, points: withFound(there.points, covered, points) };
        keptAt = now();
        return record.getState().edit(texts.edits.follow, [putItem(kept)], mergeKey);
      };
      const told = (point: TrackPoint) => {
        frames += 1;
        set({ searching: { trackId, frame: point.frame } });
        job.update({ words: texts.following(point.frame, start, end), fraction: fractionOf(frames) });
      };
      const total = (end - frame) * (after ? 2 : 1) + (frame - start) * (before ? 2 : 1);
      const fractionOf = (done: number) => Math.min(1, done / Math.max(1, total));
      const onPoint = (point: TrackPoint) => {
        found.push(point);
        told(point);
        if (now() - keptAt >= keepEvery && !keep(found, coveredBy(found))) aborter.abort();
      };

      set({ searching: { trackId, frame }, lost: null });
      try {
        const ahead = await search(following, from, { start: frame, end }, signal, onPoint);
        const back = await search(following, from, { start, end: frame }, signal, onPoint);
        let [forward, backward] = [ahead.points, back.points];
        const tolerance = Math.max(2, radius / 2);
        if (after) {
          const other = await search(following, after, { start: frame, end }, signal, told);
          forward = [...joined(forward, other.points, { start: frame, end }, size, tolerance)];
        }
        if (before) {
          const other = await search(following, before, { start, end: frame }, signal, told);
          backward = [...joined(other.points, backward, { start, end: frame }, size, tolerance)];
        }
        keep([...backward, ...forward], { start, end });
        const lost = after ? null : ahead.lost;
        const lostBefore = before ? null : back.lost;
        const where = lost ?? lostBefore;
        if (where !== null) {
          const words = where === frame ? texts.plain : texts.lost(where);
          set({ lost: { trackId, frame: where, words } });
          notices.getState().tell('note', words);
        }
        return lost === frame ? null : lost;
      } catch (error) {
        // What was found until then is the person's to keep, unless they took the path back.
        if (found.length > 0) keep(found, coveredBy(found));
        if (!signal.aborted && !isCancelled(error))
          notices.getState().tell('problem', describeError(error).message);
        return null;
      } finally {
        job.end();
        if (aborter.signal === signal) set({ searching: null });
      }
    };

    return {
      searching: null,
      lost: null,
      follow: (following) => {
        aborter.abort();
        aborter = new AbortController();
        return run(following, aborter.signal);
      },
      cancel: () => aborter.abort(),
      forgetLoss: () => set({ lost: null }),
    };
  });
}

function coveredBy(found: readonly TrackPoint[]): FrameRange {
  let [start, end] = [Number.POSITIVE_INFINITY, 0];
  for (const { frame } of found) [start, end] = [Math.min(start, frame), Math.max(end, frame)];
  return { start, end };
}

const isSame = (a: readonly TrackPoint[], b: readonly TrackPoint[]): boolean =>
  a.length === b.length &&
  a.every((point, at) => {
    const other = b[at];
    return (
      point.frame === other?.frame && point.x === other.x && point.y === other.y && point.by === other.by
    );
  });
