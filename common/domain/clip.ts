/** One of the picture tracks of a file, by its place among them, from 0. */
export type VideoTrack = {
  readonly number: number;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
};

/** Where a clip's frames really lie when its own file could not be read frame by frame and was converted once. */
export type Conversion = {
  /** The file's own container and codec as people name them. */
  readonly container: string;
  readonly codec: string;
  /** `remuxed`: the same coded pictures in another container. `re-encoded`: visually lossless H.264. */
  readonly method: 'remuxed' | 're-encoded';
};

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
  /** Every picture track of the file; the clip is made of one of them. */
  readonly videoTracks: readonly VideoTrack[];
  /** The one that this clip is made of. */
  readonly videoTrack: number;
  readonly bitDepth: number;
  /** Interlaced pictures are shown deinterlaced, one frame for each stored frame. */
  readonly scan: 'progressive' | 'interlaced';
  /** `hdr` (PQ or HLG) is shown tone-mapped. */
  readonly dynamicRange: 'standard' | 'hdr';
  /** True when the file ends before its own index says so: the frames that are there can be used. */
  readonly truncated: boolean;
  /** Null where the file itself is read. Container and codec above then are those of what is read. */
  readonly convertedFrom: Conversion | null;
  /** Frames per second at which the camera ran, when stored slower; a fact that a person states. */
  readonly captureRate: number | null;
  /**
   * Real seconds for each second of the file: 1, or the stored rate over `captureRate`. All times of the clip
   * are real seconds; divide by this for the file's own.
   */
  readonly timeScale: number;
};

/**
 * The clip's frames in display order. Frame n is shown from `timestampsSeconds[n]` on, until the next one.
 * `keyFrames` lists the frames at which decoding can start, ascending.
 */
export type FrameTimes = {
  readonly timestampsSeconds: readonly number[];
  readonly keyFrames: readonly number[];
};
