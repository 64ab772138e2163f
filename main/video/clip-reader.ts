import type { ClipInfo, FrameFingerprint, FrameTimes, Size } from '#common/domain/index.ts';
import type { OpenOptions, Sound, SoundRequest } from './video-service.ts';

/**
 * One open clip: its index and a decoder with a position in it. A reader does one `read` at a time; whoever
 * holds it queues. Times are the file's own seconds.
 */
export interface ClipReader extends AsyncDisposable {
  readonly info: Omit<ClipInfo, 'id'>;
  readonly times: FrameTimes;
  /** The lowest frame that can be had without going back to a key frame. */
  readonly position: number;
  /**
   * Frame `index`, upright, as packed RGB once for each of `sizes`. Returns null when `stillWanted` turned
   * false on the way. Fails with CLIP_DAMAGED when the file holds nothing that decodes to this frame.
   */
  read(
    index: number,
    sizes: readonly Size[],
    stillWanted: () => boolean,
  ): Promise<readonly Uint8Array[] | null>;
}

/** The hash of a frame's decoded planes, as FrameFingerprint describes it. */
export type PlanesFingerprint = Pick<FrameFingerprint, 'planesSha256' | 'planesFormat'>;

/** A clip with what is asked of it more rarely. These calls wait for a `read` under way by themselves. */
export interface OpenedClipReader extends ClipReader {
  /** False while one of these calls is under way: such a clip is not closed to make room. */
  readonly isIdle: boolean;
  /** As `read`; null when `stillWanted` turned false on the way. */
  planes(index: number, stillWanted: () => boolean): Promise<PlanesFingerprint | null>;
  /** Frame `index`, upright, as its brightness at exactly `size`; null when `stillWanted` turned false on the way. */
  luma(index: number, size: Size, stillWanted: () => boolean): Promise<Uint8Array | null>;
  /** As VideoService.sound. */
  sound(request: SoundRequest, signal: AbortSignal | undefined): Promise<Sound>;
}

export type OpenClipOptions = OpenOptions & {
  /** By its place among the picture tracks, from 0; the file's own choice when left out. */
  readonly videoTrack?: number | undefined;
};

/** Opens a clip and builds its index. Fails as VideoService says. */
export type OpenClip = (path: string, options: OpenClipOptions) => Promise<OpenedClipReader>;
