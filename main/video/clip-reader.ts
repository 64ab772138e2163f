import type { ClipInfo, FrameTimes, Size } from '#common/domain/index.ts';
import type { VideoOptions } from './video-service.ts';

/**
 * One open clip: its index and a decoder with a position in it. A reader does one `read` at a time; whoever
 * holds it queues.
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

/** Opens a clip and builds its index. Fails as VideoService says. */
export type OpenClip = (path: string, options: VideoOptions) => Promise<ClipReader>;
