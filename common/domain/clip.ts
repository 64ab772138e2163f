/** What is known of a clip once its frame index is built. Sizes are upright: after rotation and pixel shape. */
export type ClipInfo = {
  /** Opaque, stable while the application runs; the only name of a clip that a page ever sees. */
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Container as people name it: `MP4`, `WebM`, `MPEG-TS`. */
  readonly container: string;
  /** Codec as people name it: `H.264`, `HEVC`, `VP9`, `AV1`. */
  readonly codec: string;
  /** The RFC 6381 string for WebCodecs, e.g. `avc1.64001f`; null where none is known. */
  readonly codecString: string | null;
  readonly width: number;
  readonly height: number;
  readonly rotationDegrees: 0 | 90 | 180 | 270;
  readonly frameCount: number;
  /** Timestamp of frame 0; may be positive or negative. */
  readonly firstTimestampSeconds: number;
  /** From the first frame's timestamp to the end of the last frame. */
  readonly durationSeconds: number;
  readonly averageFrameRate: number;
  /** True when neighbouring frames are not evenly spaced beyond rounding. */
  readonly variableFrameRate: boolean;
  readonly keyFrameCount: number;
  readonly hasAudio: boolean;
  readonly videoTrackCount: number;
};

/**
 * The clip's frames in display order. Frame n is shown from `timestampsSeconds[n]` on, until the next one.
 * `keyFrames` lists the frames at which decoding can start, ascending.
 */
export type FrameTimes = {
  readonly timestampsSeconds: readonly number[];
  readonly keyFrames: readonly number[];
};
