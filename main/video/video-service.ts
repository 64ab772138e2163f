import type {
  ClipInfo,
  Frame,
  FrameFingerprint,
  FrameTimes,
  Size,
  StageProgress,
  TrackSearch,
  TrackSearchEvent,
} from '#common/domain/index.ts';

/** A file and how it is read: which of its picture tracks, and at what rate its camera ran. */
export type ClipReading = {
  readonly path: string;
  /** By its place among the picture tracks, from 0; the file's own choice when left out. */
  readonly videoTrack?: number | undefined;
  /** Frames per second at which the camera ran, when the file plays slower; see ClipInfo.timeScale. */
  readonly captureRate?: number | undefined;
};

/** A path alone means the file's own choice of track, in its own time. */
export type ClipSource = string | ClipReading;

export type VideoOptions = { readonly signal?: AbortSignal | undefined };

/** A picture in a file format, upright, as a person sees it. */
export type EncodedPicture = {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly bytes: Uint8Array;
  readonly timeSeconds: number;
  /** SHA-256, hex, of the packed RGB pixels before encoding. */
  readonly sha256: string;
};

/** A stretch of sound: 16-bit samples of all channels in turn. */
export type Sound = {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly samples: Int16Array;
  /** Clip time of the first sample, in the file's own seconds. */
  readonly startSeconds: number;
};

export type SoundRequest = {
  /** In the file's own seconds, on the same axis as the frames' timestamps divided by `timeScale`. */
  readonly startSeconds: number;
  /** At most 60. */
  readonly durationSeconds: number;
};

export type OpenOptions = VideoOptions & {
  readonly onStage?: ((progress: StageProgress) => void) | undefined;
};

export type TrackOptions = VideoOptions & { readonly onEvent: (event: TrackSearchEvent) => void };

export type FrameProgress = (done: number, total: number) => void;

/**
 * Exact frames of clips. A frame is its rank by presentation time in the clip's video track, from 0; the same
 * number gives the same picture everywhere. Clips are named by their path on this machine, or by a reading of it;
 * the first call on one builds the frame index, which is kept until `close` or until the file changes
 * (FILE_CHANGED).
 *
 * Every failure is a DeepSportError: FILE_MISSING, FILE_EMPTY, NOT_A_VIDEO, NO_VIDEO_TRACK, CLIP_DAMAGED,
 * CONTAINER_UNSUPPORTED, CODEC_UNSUPPORTED, CONVERSION_FAILED, FFMPEG_MISSING, FILE_STALLED, FRAME_OUT_OF_RANGE,
 * RANGE_INVALID, WORKER_STOPPED, CANCELLED.
 */
export interface VideoService extends AsyncDisposable {
  /** What is known of a clip. `id` is left to the caller: it is the path's own until a registry names it. */
  probe(source: ClipSource, options?: OpenOptions): Promise<Omit<ClipInfo, 'id'>>;
  /** All timestamps, in display order, in real seconds. */
  frameTimes(source: ClipSource, options?: VideoOptions): Promise<FrameTimes>;
  /**
   * Frames by number, upright, each scaled once to exactly `size` and hashed; in the order asked, repeats
   * allowed. Decodes in one pass over ascending numbers, shared with other requests for the clip; served from
   * memory where it can be, so the pixels are shared too: copy them before changing them.
   */
  frames(
    source: ClipSource,
    indices: readonly number[],
    size: Size,
    options?: VideoOptions & { readonly onProgress?: FrameProgress | undefined },
  ): Promise<readonly Frame[]>;
  /** One frame as PNG or JPEG at most `bounds` large (never enlarged; display size when left out). */
  picture(
    source: ClipSource,
    index: number,
    format: 'png' | 'jpeg',
    bounds?: Size,
    options?: VideoOptions,
  ): Promise<EncodedPicture>;
  /** What another decoder's picture of the frame is compared with. */
  fingerprint(source: ClipSource, index: number, options?: VideoOptions): Promise<FrameFingerprint>;
  /**
   * The sound of a stretch, mixed down to at most two channels at 48 kHz; shorter where the track ends, silent
   * where it has gaps. Fails with NO_SOUND where there is no sound track, or none that can be decoded.
   */
  sound(source: ClipSource, request: SoundRequest, options?: VideoOptions): Promise<Sound>;
  /**
   * Follows what a point lies on from frame to frame, by how the picture looks around it, at display size. Tells
   * each point as it is found. Fails with RANGE_INVALID where the range does not hold the point, BAD_INPUT for a
   * point outside the picture or a radius that is none.
   */
  track(source: ClipSource, search: TrackSearch, options: TrackOptions): Promise<void>;
  /** The file whose packets hold these frames: the clip's own, or what it was converted to. */
  playablePath(source: ClipSource, options?: VideoOptions): Promise<string>;
  /** Frees what is kept of a clip in any reading; a clip never opened is fine. */
  close(path: string): Promise<void>;
}
