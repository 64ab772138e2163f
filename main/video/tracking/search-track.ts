import {
  type FrameRange,
  type Size,
  type TrackLoss,
  type TrackSearch,
  type TrackSearchEvent,
  throwIfCancelled,
} from '#common/domain/index.ts';
import { createFollower } from './create-follower.ts';
import type { LumaPicture, Place } from './luma-picture.ts';

export type TrackSource = {
  readonly size: Size;
  readonly timestampsSeconds: readonly number[];
  /** The brightness of a frame at this size. */
  readonly luma: (frame: number) => Promise<LumaPicture>;
};

export type TrackSearchOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent: (event: TrackSearchEvent) => void;
};

/** Pictures that are kept at a time on the way back: a decoder runs forward only. */
const keptBytes = 64 * 2 ** 20;
const mostKept = 48;

/** Follows a point to the end of its range and then to the start, each until it is lost. */
export async function searchTrack(
  source: TrackSource,
  { from, range, radius }: TrackSearch,
  options: TrackSearchOptions,
): Promise<void> {
  const { size, luma } = source;
  const at = { x: from.x * size.width, y: from.y * size.height };
  const follow = async (direction: 1 | -1, frames: AsyncIterable<readonly [number, LumaPicture]>) => {
    const timeOf = (frame: number) => source.timestampsSeconds[frame] ?? 0;
    const lost = (frame: number, reason: TrackLoss) =>
      options.onEvent({ type: 'lost', frame, direction, reason });
    const start = { picture: await luma(from.frame), timeSeconds: timeOf(from.frame), at, radius };
    const follower = createFollower(start);
    if (!follower) return lost(from.frame, 'plain');
    const doubts = createDoubts();
    let last: Place = at;
    let before: Place = at;
    for await (const [frame, picture] of frames) {
      throwIfCancelled(options.signal);
      const found = follower.next(picture, timeOf(frame));
      if (!found) {
        if (isLeaving(before, last, size)) return lost(frame, 'left');
        return lost(doubts.first(frame, direction), 'unlike');
      }
      doubts.note(frame, found.score);
      [before, last] = [last, found];
      const [x, y] = [found.x / size.width, found.y / size.height];
      options.onEvent({ type: 'point', point: { frame, x, y, by: 'search' }, score: found.score });
    }
  };
  if (from.frame < range.end) {
    await follow(1, forward(source, { start: from.frame + 1, end: range.end }));
  }
  if (from.frame > range.start) {
    await follow(-1, backward(source, { start: range.start, end: from.frame - 1 }));
  }
}

/** This many frames before it is lost, what fitted worse than this share of what is usual was something else already. */
const doubtfulFrames = 12;
const doubtfulShare = 0.87;

/** Remembers which of the last frames fitted badly: what hides a thing comes over it by and by. */
function createDoubts() {
  let usual = 1;
  const doubtful: number[] = [];
  return {
    note(frame: number, score: number): void {
      if (score < doubtfulShare * usual) doubtful.push(frame);
      usual += 0.15 * (score - usual);
    },
    /** The first doubtful frame of the last ones before the one at which it was lost; that one where there is none. */
    first: (lost: number, direction: 1 | -1): number =>
      doubtful.find((frame) => (lost - frame) * direction <= doubtfulFrames) ?? lost,
  };
}

async function* forward({ luma }: TrackSource, { start, end }: FrameRange) {
  for (let frame = start; frame <= end; frame++) yield [frame, await luma(frame)] as const;
}

/** Some frames forward at a time, given in reverse. */
async function* backward({ luma, size }: TrackSource, { start, end }: FrameRange) {
  const fitting = Math.floor(keptBytes / (size.width * size.height));
  const perRun = Math.max(1, Math.min(mostKept, fitting));
  // Whoever is lost soon needs few of them.
  let count = Math.min(8, perRun);
  for (let last = end; last >= start; last -= count, count = perRun) {
    const run: (readonly [number, LumaPicture])[] = [];
    for (let frame = Math.max(start, last - count + 1); frame <= last; frame++) {
      run.push([frame, await luma(frame)]);
    }
    yield* run.reverse();
  }
}

/** Whether going on as before leads out of the picture. */
function isLeaving(before: Place, last: Place, { width, height }: Size): boolean {
  const [x, y] = [2 * last.x - before.x, 2 * last.y - before.y];
  const margin = 2;
  return x < margin || y < margin || x > width - margin || y > height - margin;
}
