/** A frame as it was shown to a model: which one, when, at which size, and the hash of its pixels. */
export type FrameReference = {
  /** Rank by presentation time, from 0. */
  readonly index: number;
  readonly timeSeconds: number;
  readonly width: number;
  readonly height: number;
  /** SHA-256, hex, of the packed 8-bit RGB pixels at this size. */
  readonly sha256: string;
};

/** A frame with its pixels: packed RGB, 8 bits, row by row, `width × height × 3` bytes. */
export type Frame = FrameReference & { readonly pixels: Uint8Array };

export const frameReference = ({
  index,
  timeSeconds,
  width,
  height,
  sha256,
}: FrameReference): FrameReference => ({
  index,
  timeSeconds,
  width,
  height,
  sha256,
});
