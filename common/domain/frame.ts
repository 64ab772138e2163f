/** A frame as it was shown to a model: which one, when, at which size, and the hash of its pixels. */
export type FrameReference = {
  /** Rank by presentation time, from 0. */
  readonly index: number;
  readonly timeSeconds: number;
  readonly width: number;
  readonly height: number;
  /** SHA-256, hex, of the packed 8-bit RGB pixels at this size. */
  readonly sha256: string;
  /** In a probe: the frame whose picture stood in this one's place. Absent where it was its own. */
  readonly picture?: number;
};

/** A frame with its pixels: packed RGB, 8 bits, row by row, `width × height × 3` bytes. */
export type Frame = FrameReference & { readonly pixels: Uint8Array };

/**
 * What proves that two places show the same picture. Coded planes are bit for bit alike in every conforming
 * decoder of H.264, HEVC, VP8, VP9 and AV1; RGB at display size is what main's pictures hold.
 */
export type FrameFingerprint = {
  readonly index: number;
  /** SHA-256, hex, of the packed RGB pixels at display size. */
  readonly rgbSha256: string;
  /**
   * SHA-256, hex, of the decoded planes before rotation and scaling: Y, then U, then V, each row by row without
   * padding, two bytes (low first) for each sample beyond 8 bits. Null where the picture is not planar YUV.
   */
  readonly planesSha256: string | null;
  /** As WebCodecs names it: `I420`, `I422`, `I444`, `I420P10` …; null with `planesSha256`. */
  readonly planesFormat: string | null;
};

export const frameReference = ({
  index,
  timeSeconds,
  width,
  height,
  sha256,
  picture,
}: FrameReference): FrameReference => ({
  index,
  timeSeconds,
  width,
  height,
  sha256,
  ...(picture === undefined ? {} : { picture }),
});
