import type { DecodedFrame, FrameSource } from './frame-source.ts';

export type FrameRing = {
  /** Moves the ring: decodes what is missing around a frame, ahead in the direction of travel first. */
  readonly want: (frame: number, direction: 1 | -1) => void;
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

/** Decoded pictures around the playhead, so that a step either way is instant. One decoder runs at a time. */
export function createFrameRing({
  source,
  frameCount,
  capacity,
  onFrame,
  onProblem,
}: FrameRingOptions): FrameRing {
  const kept = new Map<number, DecodedFrame>();
  const readers: { ahead?: Reader | undefined; behind?: Reader | undefined } = {};
  let wanted = 0;
  let direction: 1 | -1 = 1;
  let busy = false;
  let closed = false;

  const bounds = () => {
    const ahead = Math.floor((capacity - 1) * aheadShare);
    const [before, after] = direction === 1 ? [capacity - 1 - ahead, ahead] : [ahead, capacity - 1 - ahead];
    return { first: Math.max(0, wanted - before), last: Math.min(frameCount - 1, wanted + after) };
  };

  const drop = (side: 'ahead' | 'behind') => {
    const reader = readers[side];
    if (!reader) return;
    readers[side] = undefined;
    reader.aborter.abort();
    void reader.frames.return().catch(() => undefined);
  };

  const evict = () => {
    const { first, last } = bounds();
    for (const [index, frame] of kept) {
      if (index >= first && index <= last) continue;
      kept.delete(index);
      frame.close();
    }
  };

  /** The next frame to decode and by which reader; undefined when all is at hand. */
  const goal = (): { side: 'ahead' | 'behind'; frame: number } | undefined => {
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
    if (direction === 1) return aheadGoal ?? behindGoal;
    return (behind && isDue(behind, first) ? behindGoal : undefined) ?? aheadGoal;
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

  const readerFor = (side: 'ahead' | 'behind', frame: number): Reader => {
    for (const other of ['ahead', 'behind'] as const) {
      const reader = readers[other];
      if (
        reader &&
        (reader.next === frame || (reader.next < frame && source.continues(reader.next, frame)))
      ) {
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
  };

  const keep = (frame: DecodedFrame) => {
    const { first, last } = bounds();
    if (closed || frame.index < first || frame.index > last || kept.has(frame.index)) {
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
    want: (frame, towards) => {
      wanted = frame;
      direction = towards;
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
      for (const frame of kept.values()) frame.close();
      kept.clear();
    },
  };
}

/** Pictures that fit the memory set aside, between a second of small ones and a few large ones. */
export function ringCapacity(pictureBytes: number, memoryBytes = 160e6): number {
  return Math.max(12, Math.min(120, Math.floor(memoryBytes / pictureBytes)));
}
