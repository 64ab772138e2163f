import { type FrameRange, frameAtTime } from '#common/domain/index.ts';

/** A clip's part of a stack; all times are real seconds. */
export type StackTile = {
  /** When each frame of the clip is shown. */
  readonly timestampsSeconds: readonly number[];
  /** When the last frame of the range ends. */
  readonly rangeEndSeconds: number;
  readonly range: FrameRange;
  /** In the range: shown at time 0 of the stack. */
  readonly syncFrame: number;
  readonly framesPerSecond: number;
};

export type StackPlan = {
  /** When each picture is shown, ascending; the sync frames are shown at 0. */
  readonly timesSeconds: readonly number[];
  /** When the last picture ends. */
  readonly endSeconds: number;
  /** The tile whose frames give the pictures their times: that of most frames per second. */
  readonly pace: number;
};

/** What times in a file's ticks are off by when they are counted from another frame. */
const slackSeconds = 1e-5;

/**
 * When a stack shows a picture: with each frame of its fastest clip, and at that clip's pace before and after, from
 * the begin of the earliest range to the end of the latest.
 */
export function planStack(tiles: readonly StackTile[]): StackPlan {
  const pace = tiles.reduce(
    (best, tile, place) => (tile.framesPerSecond > (tiles[best]?.framesPerSecond ?? 0) ? place : best),
    0,
  );
  const fastest = tiles[pace];
  if (!fastest) throw new Error('a stack has no tiles');
  const begins = Math.min(...tiles.map((tile) => timeOf(tile, tile.range.start)));
  const endSeconds = Math.max(...tiles.map((tile) => tile.rangeEndSeconds - syncTime(tile)));
  const step = 1 / Math.max(1, fastest.framesPerSecond);
  const { range } = fastest;
  const own = Array.from({ length: range.end - range.start + 1 }, (_, at) =>
    timeOf(fastest, range.start + at),
  );
  const [first = 0] = own;
  const before = Math.max(0, Math.ceil((first - begins - slackSeconds) / step));
  const timesSeconds = [...Array.from({ length: before }, (_, at) => first - (before - at) * step), ...own];
  const ownEnd = fastest.rangeEndSeconds - syncTime(fastest);
  for (let at = 0; ownEnd + at * step < endSeconds - slackSeconds; at++)
    timesSeconds.push(ownEnd + at * step);
  return { timesSeconds, endSeconds: Math.max(endSeconds, (timesSeconds.at(-1) ?? 0) + slackSeconds), pace };
}

/** The frame of a clip at a time of the stack: the one shown then, its first or last where its range is not there. */
export function tileFrame(tile: StackTile, timeSeconds: number): number {
  const shown = frameAtTime(tile.timestampsSeconds, syncTime(tile) + timeSeconds + slackSeconds);
  return Math.max(tile.range.start, Math.min(tile.range.end, shown));
}

/** When a clip's range begins and ends in the stack. */
export const tileSpan = (tile: StackTile) => ({
  startSeconds: timeOf(tile, tile.range.start),
  endSeconds: tile.rangeEndSeconds - syncTime(tile),
});

const syncTime = ({ timestampsSeconds, syncFrame }: StackTile): number => timestampsSeconds[syncFrame] ?? 0;
const timeOf = (tile: StackTile, frame: number): number =>
  (tile.timestampsSeconds[frame] ?? 0) - syncTime(tile);
