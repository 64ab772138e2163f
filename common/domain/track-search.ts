import type { FrameRange } from './frame-range.ts';
import type { TrackPoint } from './record-items.ts';

/** What is to be followed: from a point that a person set, to both ends of a range that holds it, or until lost. */
export type TrackSearch = {
  /** Shares of the picture's width and height, from the top left. */
  readonly from: { readonly frame: number; readonly x: number; readonly y: number };
  readonly range: FrameRange;
  /** Of the thing, in pixels of the picture; 3 to 200. */
  readonly radius: number;
};

/** `unlike`: nothing there fits well enough. `left`: it went out of the picture. `plain`: the point cannot be told from its surroundings. */
export type TrackLoss = 'unlike' | 'left' | 'plain';

/** What a search tells: each point it finds, forward first and then backward, and where it lost the thing. */
export type TrackSearchEvent =
  | {
      readonly type: 'point';
      readonly point: TrackPoint;
      /** How well the picture fits there: a correlation, 0 to 1. */
      readonly score: number;
    }
  | {
      readonly type: 'lost';
      /** The first frame without the thing; points told for it and beyond are withdrawn. */
      readonly frame: number;
      readonly direction: 1 | -1;
      readonly reason: TrackLoss;
    };
