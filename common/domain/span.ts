import type { FrameTimes } from './clip.ts';
import type { FrameRange } from './frame-range.ts';

/** Something that happens, as an answer names it; a moment is a range of one frame. */
export type Span = {
  /** What happens; empty where the answer gives it no name. */
  readonly name: string;
  readonly range: FrameRange;
  /** The words of the answer that it was read from. */
  readonly words: string;
};

/** What is needed of a clip to read what an answer says of it. */
export type ReadingClip = {
  readonly frameCount: number;
  /** Null where they are not at hand: then times are not read. */
  readonly times: Pick<FrameTimes, 'timestampsSeconds'> | null;
};
