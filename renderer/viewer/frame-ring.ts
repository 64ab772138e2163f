import type { FrameRange } from '#common/domain/index.ts';
import type { DecodedFrame, FrameSource } from './frame-source.ts';

export type FrameRing = {
  /**
   * Moves the ring: decodes what is missing around a frame, ahead in the direction of travel first. In a loop what
   * comes after its seam lies ready too.
   */
  readonly want: (frame: number, direction: 1 | -1, loop?: FrameRange | null) => void;
  readonly get: (frame: number) => DecodedFrame | undefined;
  /** The newest picture at hand from `from` towards `to`, both included, nearest to `to`. */
  readonly nearest: (from: number, to: number) => DecodedFrame | undefined;
  readonly close: () => void;
};

export type FrameRingOptions = {
  readonly source: FrameSource;
  readonly frameCount: number;
  /** Pictures kept, at most. */
  readonly capacity: number;
  readonly onFrame: (frame: DecodedFrame) => void;
  readonly onProblem: (error: unknown) => void;
};

type Reader = {
  readonly aborter: AbortController;
  readonly frames: AsyncGenerator<DecodedFrame, void>;
  next: number;
};

/** Frames decoded before one that is jumped back to. */
const runUp = 16;
/** Frames fetched in one go behind the playhead where every frame costs the same. */
const smallBatch = 6;
/** Share of the ring that lies in the direction of travel. */
const aheadShare = 0.66;
/** Share of the ring for the beginning of a loop that is too long to be kept whole. */
const entryShare = 0.25;

type Side = 'ahead' | 'behind' | 'entry';

/** Decoded pictures around the playhead, so that a step either way is instant. One decoder runs at a time. */
export function createFrameRing({
  source,
  frameCount,
  capacity,
  onFrame,
  onProblem,
}: FrameRingOptions): FrameRing {
  const kept = new Map<number, DecodedFrame>();
  const readers: { [Each in Side]?: Reader | undefined } = {};
  let wanted = 0;
  let direction: 1 | -1 = 1;
  let loop: FrameRange | null = null;
  let busy = false;
  let closed = false;

  /** The frames around the wanted one. */
  const bounds = () => {
    if (loop && loop.end - loop.start < capacity) return { first: loop.start, last: loop.end };
    const room = capacity - (entry()?.count ?? 0);
    const ahead = Math.floor((room - 1) * aheadShare);
    const [before, after] = direction === 1 ? [room - 1 - ahead, ahead] : [ahead, room - 1 - ahead];
    const bottom = loop && direction === -1 ? loop.start : 0;
    const top = loop && direction === 1 ? loop.end : frameCount - 1;
    return { first: Math.max(bottom, wanted - before), last: Math.min(top, wanted + after) };
  };

  /** The frames at which a long loop goes on after its seam. */
  const entry = () => {
    if (!loop || loop.end - loop.start < capacity) return undefined;
    const count = Math.floor(capacity * entryShare);
    const first = direction === 1 ? loop.start : loop.end - count + 1;
    return { first, last: first + count - 1, count };
  };

  const drop = (side: Side) => {
    const reader = readers[side];
    if (!reader) return;
    readers[side] = undefined;
    reader.aborter.abort();
    void reader.frames.return().catch(() => undefined);
  };

  const evict = () => {
    for (const [index, frame] of kept) {
      if (isKept(index)) continue;
      kept.delete(index);
      frame.close();
    }
  };

  const isKept = (index: number): boolean => {
    const [around, start] = [bounds(), entry()];
    return (
      (index >= around.first && index <= around.last) ||
      (start !== undefined && index >= start.first && index <= start.last)
    );
  };

  /** The next frame to decode and by which reader; undefined when all is at hand. */
  const goal = (): { side: Side; frame: number } | undefined => {
    const { first, last } = bounds();
    if (!kept.has(wanted)) {
      // Travelling back: decode some frames before the wanted one in the same pass.
      if (direction === -1 && !source.randomAccess) return { side: 'behind', frame: runUpTo(wanted, first) };
      return { side: 'ahead', frame: wanted };
    }
    let missingAhead: number | undefined;
    for (let frame = wanted + 1; frame <= last && missingAhead === undefined; frame += 1) {
      if (!kept.has(frame)) missingAhead = frame;
    }
    const behind = stretchBehind(first);
    const aheadGoal =
      missingAhead === undefined ? undefined : ({ side: 'ahead', frame: missingAhead } as const);
    const behindGoal = behind && ({ side: 'behind', frame: startOf(behind) } as const);
    if (direction === 1) return aheadGoal ?? behindGoal ?? entryGoal();
    return (behind && isDue(behind, first) ? behindGoal : undefined) ?? aheadGoal ?? entryGoal();
  };

  const entryGoal = (): { side: Side; frame: number } | undefined => {
    const start = entry();
    if (!start) return undefined;
    for (let frame = start.first; frame <= start.last; frame += 1) {
      if (!kept.has(frame)) return { side: 'entry', frame };
    }
    // A decoder that waits behind these frames goes on from there without a pause.
    const isWaiting = direction === -1 || source.randomAccess || readers.entry;
    return isWaiting ? undefined : { side: 'entry', frame: start.last };
  };

  const startOf = ({ top, bottom }: { top: number; bottom: number }) =>
    source.randomAccess ? Math.max(bottom, top - smallBatch + 1) : bottom;

  /** The missing stretch behind the wanted frame that is nearest to it. */
  const stretchBehind = (first: number): { top: number; bottom: number } | undefined => {
    let top: number | undefined;
    let bottom = first;
    for (let frame = wanted - 1; frame >= first; frame -= 1) {
      if (!kept.has(frame)) {
        top ??= frame;
        bottom = frame;
      } else if (top !== undefined) break;
    }
    return top === undefined ? undefined : { top, bottom };
  };

  /** A stretch behind costs a decode from its key frame, so it is fetched in batches, not frame by frame. */
  const isDue = ({ top }: { top: number }, first: number): boolean => {
    const running = readers.behind;
    if (running && running.next >= first && running.next <= wanted) return true;
    return first === 0 || wanted - top <= capacity * 0.4;
  };

  /** The lowest of the missing frames just before and up to a frame, not too far from it. */
  const runUpTo = (frame: number, first: number): number => {
    let start = frame;
    while (start > first && frame - start < runUp && !kept.has(start - 1)) start -= 1;
    return start;
  };

  const readerFor = (side: Side, frame: number): Reader => {
    const others: readonly Side[] = side === 'entry' ? ['entry'] : ['ahead', 'behind', 'entry'];
    for (const other of others) {
      const reader = readers[other];
      if (
        reader &&
        (reader.next === frame || (reader.next < frame && source.continues(reader.next, frame)))
      ) {
        if (other === 'entry' && side !== 'entry') {
          drop(side);
          readers[side] = reader;
          readers.entry = undefined;
        }
        return reader;
      }
    }
    drop(side);
    const aborter = new AbortController();
    const reader = { aborter, frames: source.read(frame, frameCount - 1, aborter.signal), next: frame };
    readers[side] = reader;
    return reader;
  };

  const forget = (reader: Reader) => {
    if (readers.ahead === reader) readers.ahead = undefined;
    if (readers.behind === reader) readers.behind = undefined;
    if (readers.entry === reader) readers.entry = undefined;
  };

  const keep = (frame: DecodedFrame) => {
    if (closed || !isKept(frame.index) || kept.has(frame.index)) {
      if (frame.index !== wanted || closed || kept.has(frame.index)) return frame.close();
    }
    kept.set(frame.index, frame);
    onFrame(frame);
  };

  const work = async () => {
    if (busy) return;
    busy = true;
    try {
      for (let next = goal(); next && !closed; next = goal()) {
        const reader = readerFor(next.side, next.frame);
        try {
          const { value, done } = await reader.frames.next();
          if (done || !value) {
            forget(reader);
            // A source that gives nothing would be asked for ever.
            if (!reader.aborter.signal.aborted) return;
            continue;
          }
          reader.next = value.index + 1;
          keep(value);
        } catch (error) {
          forget(reader);
          if (reader.aborter.signal.aborted) continue;
          if (!closed) onProblem(error);
          return;
        }
      }
    } finally {
      busy = false;
    }
  };

  return {
    want: (frame, towards, range = null) => {
      wanted = frame;
      direction = towards;
      const before = loop;
      loop = range && frame >= range.start && frame <= range.end ? range : null;
      if (loop?.start !== before?.start || loop?.end !== before?.end) drop('entry');
      evict();
      void work();
    },
    get: (frame) => kept.get(frame),
    nearest: (from, to) => {
      const towards = to >= from ? -1 : 1;
      for (let frame = to; towards === -1 ? frame >= from : frame <= from; frame += towards) {
        const found = kept.get(frame);
        if (found) return found;
      }
      return undefined;
    },
    close: () => {
      closed = true;
      drop('ahead');
      drop('behind');
      drop('entry');
      for (const frame of kept.values()) frame.close();
      kept.clear();
    },
  };
}

/** Pictures that fit the memory set aside, between a second of small ones and a few large ones. */
export function ringCapacity(pictureBytes: number, memoryBytes = 160e6): number {
  return Math.max(12, Math.min(120, Math.floor(memoryBytes / pictureBytes)));
}
