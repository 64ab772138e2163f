import type { PicturePlanes } from './picture-planes.ts';

/** A decoded picture that is not held by a decoder: it can be kept and drawn many times. */
export type DecodedFrame = {
  /** Rank by presentation time, from the shared index. */
  readonly index: number;
  /** Memory it takes. */
  readonly bytes: number;
  /**
   * A better picture of the frame, where this one is only good enough in motion: compressed a second time, or with
   * colours that the browser approximates. It outlives this one.
   */
  readonly exactly?: ((signal: AbortSignal) => Promise<DecodedFrame>) | undefined;
  /** The decoder's own planes, where it gives them; null where they are not planar YUV. */
  readonly planes?: (() => Promise<PicturePlanes | null>) | undefined;
  /** Draws it upright over the whole canvas. */
  readonly draw: (context: CanvasRenderingContext2D) => void;
  readonly close: () => void;
};

/**
 * Decodes a clip. `read` gives the frames `from` … `to` in order and stops when it is returned or the signal
 * fires; it throws when the clip cannot be decoded here.
 */
export type FrameSource = {
  readonly read: (from: number, to: number, signal: AbortSignal) => AsyncGenerator<DecodedFrame, void>;
  /**
   * Whether reading on from `at` to `wanted` is cheaper than starting afresh at `wanted`: no key frame between,
   * or a source that needs none.
   */
  readonly continues: (at: number, wanted: number) => boolean;
  /** True where every frame costs the same, so that nothing is gained by decoding a stretch before it. */
  readonly randomAccess: boolean;
  readonly close: () => void;
};

/** Why this source cannot show the clip; another one is to be tried. */
export class CannotDecodeHere extends Error {
  override readonly name = 'CannotDecodeHere';
}
