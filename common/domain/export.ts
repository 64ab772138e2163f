import type { FrameRange } from './frame-range.ts';
import type { Stroboscope } from './stroboscope.ts';

/**
 * A drawing on the picture, as vectors: points are shares of the picture's width and height, from the top left.
 * line, arrow: two points; ellipse, spotlight (all but it is darkened): two opposite corners of the box; path: two or
 * more; text: one, its top left; chronometer: one, the top left of the time since the first frame of the range; track:
 * one for each of `frames`, seen up to the frame shown.
 */
export type Drawing = {
  readonly kind: 'line' | 'arrow' | 'ellipse' | 'path' | 'text' | 'spotlight' | 'chronometer' | 'track';
  /** Whose frames the range counts; every clip's where left out. */
  readonly clipId?: string;
  readonly range: FrameRange;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Of a track, when each point is reached; ascending. */
  readonly frames?: readonly number[];
  /** `#rrggbb`. */
  readonly colour: string;
  /** Stroke, or height of the letters, as a share of the picture's height. */
  readonly size: number;
  readonly text: string;
};

/** Shown as a line of text while its range lasts. */
export type BurntEvent = {
  /** Whose frames the range counts; every clip's where left out. */
  readonly clipId?: string;
  readonly range: FrameRange;
  readonly label: string;
  readonly colour: string;
};

/** What is drawn into the exported picture. */
export type BurnIn = {
  readonly frameNumbers: boolean;
  readonly times: boolean;
  readonly events: readonly BurntEvent[];
  readonly drawings: readonly Drawing[];
};

export type ReelPart = { readonly clipId: string; readonly range: FrameRange };

/** A range that stands beside others, with the frame at which all of them are the same instant. */
export type StackPart = ReelPart & {
  /** Lies in the range. */
  readonly syncFrame: number;
};

/** How few and how many ranges can stand beside each other. */
export const stackBounds = { least: 2, most: 9 } as const;

/**
 * `clip`: `copy` widens the range back to a key frame and changes no picture; `smart` copies whole groups of
 * pictures and re-encodes only what is cut at the ends; `exact` re-encodes all, as every burn-in does.
 * `frames`: pictures of single frames, as many files in a folder or one file. `reel`: several ranges as one clip, one
 * after the other. `stack`: several ranges as one clip, side by side. `stroboscope`: one picture.
 */
export type ExportRequest =
  | {
      readonly kind: 'clip';
      readonly clipId: string;
      readonly range: FrameRange;
      readonly cut: 'copy' | 'smart' | 'exact';
      readonly sound: boolean;
      readonly burnIn: BurnIn | null;
    }
  | {
      readonly kind: 'frames';
      readonly clipId: string;
      readonly frames: readonly number[];
      readonly format: 'png' | 'jpeg';
      /** Null for the frame as it is. */
      readonly burnIn: BurnIn | null;
    }
  | {
      readonly kind: 'reel';
      readonly parts: readonly ReelPart[];
      readonly sound: boolean;
      readonly burnIn: BurnIn | null;
    }
  | {
      readonly kind: 'stack';
      /** As they stand in the grid, row by row; `stackBounds` says how many there can be. */
      readonly parts: readonly StackPart[];
      /** The part whose sound is heard, by its place; null for none. */
      readonly sound: number | null;
      readonly burnIn: BurnIn | null;
    }
  | { readonly kind: 'stroboscope'; readonly clipId: string; readonly choice: Stroboscope };
