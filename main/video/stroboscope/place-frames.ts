import { type FrameRange, type Size, sampleEvenly } from '#common/domain/index.ts';
import { cameraOffset, lumaPyramid, type Offset, offsetNear, type Pyramid } from './camera-offset.ts';
import { checkParts } from './check-parts.ts';
import type { SceneSample } from './still-scene.ts';
import { cameraMoves, everythingMoves } from './stroboscope-errors.ts';

/** Frames that the scene is made of; more where the camera moves, for then each part of it is seen less often. */
const mostSamples = 25;
const mostSamplesMoving = 49;
/** Beyond this share of a side the camera counts as moving. */
const moving = 0.12;
/** The scene may be so many times as wide and high as a frame. */
const mostScene = 3;
/** Shares of the textured parts that may be elsewhere than the camera's shift says, and that may be all new. */
const mostOtherwise = 0.35;
const mostAstray = 0.5;
/** Pictures apart by less than this share of a side have enough in common to be laid upon each other. */
const leastShared = 0.35;

export type PlaceWork = {
  readonly range: FrameRange;
  readonly size: Size;
  /** The frame at that size, packed RGB. */
  readonly read: (frame: number) => Promise<Uint8Array>;
  readonly onPlaced: (done: number, total: number) => void;
};

/** Where the frames of a range lie against its middle. */
export type Placing = {
  readonly samples: readonly SceneSample[];
  /** Where any frame of the range lies, found from the nearest that is known. */
  place(frame: number): Promise<SceneSample>;
};

/**
 * Follows the camera through a range from its middle to both ends, by pictures near enough to each other to tell. Fails
 * with BAD_INPUT where the camera turns, zooms or goes too far, or where nothing stays the same.
 */
export async function placeFrames({ range, size, read, onPlaced }: PlaceWork): Promise<Placing> {
  const known = new Map<number, { readonly pyramid: Pyramid; readonly offset: Offset }>();
  const pyramids = new Map<number, Pyramid>();
  const anchors: { readonly frame: number; readonly pyramid: Pyramid; readonly offset: Offset }[] = [];
  const pyramidOf = async (frame: number): Promise<Pyramid> => {
    const pyramid = pyramids.get(frame) ?? lumaPyramid(await read(frame), size);
    pyramids.set(frame, pyramid);
    return pyramid;
  };

  /** By the picture that it shares most with of those far apart: steps alone would drift, and hide a slow zoom. */
  const settled = (frame: number, pyramid: Pyramid, guess: Offset): Offset => {
    const apart = (offset: Offset) =>
      Math.max(Math.abs(offset.x - guess.x) / size.width, Math.abs(offset.y - guess.y) / size.height);
    const shared = anchors.toSorted((a, b) => apart(a.offset) - apart(b.offset))[0];
    if (!shared || apart(shared.offset) > leastShared) {
      anchors.push({ frame, pyramid, offset: guess });
      return guess;
    }
    const { x, y } = shared.offset;
    const step = offsetNear(shared.pyramid, pyramid, { x: guess.x - x, y: guess.y - y });
    const { otherwise, lost } = checkParts(shared.pyramid, pyramid, step);
    if (otherwise > mostOtherwise) {
      throw cameraMoves(Math.min(frame, shared.frame), Math.max(frame, shared.frame));
    }
    return otherwise + lost > mostAstray ? guess : { x: x + step.x, y: y + step.y };
  };

  const nearest = (frame: number): number =>
    [...known.keys()].reduce((best, each) => (Math.abs(each - frame) < Math.abs(best - frame) ? each : best));

  /** Between two frames that are too unlike, those between them lead on. */
  const place = async (frame: number): Promise<Offset> => {
    const found = known.get(frame);
    if (found) return found.offset;
    const from = nearest(frame);
    const anchor = known.get(from);
    if (!anchor) throw new Error('no frame has its place yet');
    const pyramid = await pyramidOf(frame);
    const step = cameraOffset(anchor.pyramid, pyramid);
    const { otherwise, lost } = checkParts(anchor.pyramid, pyramid, step);
    if (otherwise > mostOtherwise || otherwise + lost > mostAstray) {
      if (Math.abs(frame - from) > 1) {
        await place(Math.round((frame + from) / 2));
        return place(frame);
      }
      const [start, end] = [Math.min(frame, middle), Math.max(frame, middle)];
      throw otherwise > lost || hasTravelled(known.values(), size)
        ? cameraMoves(Math.min(start, from), Math.max(end, from))
        : everythingMoves(start, end);
    }
    const offset = settled(frame, pyramid, { x: anchor.offset.x + step.x, y: anchor.offset.y + step.y });
    if (Math.abs(offset.x) > mostScene * size.width || Math.abs(offset.y) > mostScene * size.height) {
      throw cameraMoves(Math.min(frame, middle), Math.max(frame, middle));
    }
    known.set(frame, { pyramid, offset });
    return offset;
  };

  const first = sampleEvenly(range, mostSamples);
  const middle = first[first.length >> 1] ?? range.start;
  // In one pass over the range, in its order.
  for (const [at, frame] of first.entries()) {
    await pyramidOf(frame);
    onPlaced(at + 1, first.length);
  }
  const root = { pyramid: await pyramidOf(middle), offset: { x: 0, y: 0 } };
  known.set(middle, root);
  anchors.push({ frame: middle, ...root });
  for (const frame of outwards(first, middle)) await place(frame);
  const frames = hasTravelled(known.values(), size, moving) ? sampleEvenly(range, mostSamplesMoving) : first;
  for (const frame of outwards(frames, middle)) await place(frame);
  const { width, height } = extentOf([...known.values()].map(({ offset }) => offset));
  if (width > (mostScene - 1) * size.width || height > (mostScene - 1) * size.height) {
    throw cameraMoves(range.start, range.end);
  }
  const used = new Set([...frames, ...known.keys()]);
  const samples: SceneSample[] = [];
  for (const frame of [...used].sort((a, b) => a - b)) samples.push({ frame, offset: await place(frame) });
  for (const frame of pyramids.keys()) if (!known.has(frame)) pyramids.delete(frame);
  return { samples, place: async (frame) => ({ frame, offset: await place(frame) }) };
}

const outwards = (frames: readonly number[], middle: number): readonly number[] =>
  frames.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle));

/** How far apart offsets lie. */
export function extentOf(offsets: readonly Offset[]): Size & Offset {
  const xs = offsets.map(({ x }) => x);
  const ys = offsets.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function hasTravelled(known: Iterable<{ readonly offset: Offset }>, size: Size, share = 0.01): boolean {
  const { width, height } = extentOf([...known].map(({ offset }) => offset));
  return width > share * size.width || height > share * size.height;
}
