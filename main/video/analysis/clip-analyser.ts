import type { ClipAnalysis, StageProgress } from '#common/domain/index.ts';
import type { ClipSource, VideoOptions } from '../video-service.ts';

export type AnalyseOptions = VideoOptions & {
  readonly onStage?: ((progress: StageProgress) => void) | undefined;
};

/** One number for each frame analysed so far. */
export type MotionProfile = {
  /** Mean change of brightness against the frame before, 0 to 1; 0 for the first frame. */
  readonly energy: Float32Array;
  readonly frameCount: number;
};

/**
 * The loudest samples of each stretch: for peak n, the lowest at 2n and the highest at 2n + 1, −127 to 127. Peak 0
 * begins with frame 0, and `rate` counts the file's own seconds, whatever the capture rate.
 */
export type Waveform = { readonly rate: number; readonly peaks: Int8Array };

/**
 * Filmstrip, waveform, motion and shots of clips: one decode pass at low resolution in a process of its own,
 * kept by what is in the file, so that it is done once for good. A pass that was cut short goes on where it was.
 */
export interface ClipAnalyser extends AsyncDisposable {
  /** Starts the pass or goes on with it, once however many ask; ends when it is done or the signal fires. */
  analyse(source: ClipSource, options?: AnalyseOptions): Promise<ClipAnalysis>;
  /** What is known so far; costs no decoding. */
  state(source: ClipSource, options?: VideoOptions): Promise<ClipAnalysis>;
  motion(source: ClipSource, options?: VideoOptions): Promise<MotionProfile>;
  /** Null without sound, or before there is any. */
  waveform(source: ClipSource, options?: VideoOptions): Promise<Waveform | null>;
  /** The small picture of a frame as JPEG, at most 160 wide or high; null where none lies ready. */
  thumbnail(source: ClipSource, index: number, options?: VideoOptions): Promise<Uint8Array | null>;
}
