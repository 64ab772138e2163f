import type { FrameRange } from './frame-range.ts';

/**
 * Where one shot gives way to the next. `cut`: between two frames; `fade` and `dissolve`: gradual; `wipe`: the new
 * picture, or a graphic with it, moves across, as broadcasters do round a replay.
 */
export type Transition = {
  readonly kind: 'cut' | 'fade' | 'dissolve' | 'wipe';
  /** Frames that belong to neither shot alone; for a cut the first frame of the new shot, as start and end. */
  readonly range: FrameRange;
};

/** What an analysis has found so far, in one decode pass at low resolution. */
export type ClipAnalysis = {
  readonly status: 'none' | 'running' | 'paused' | 'done';
  /** Frames analysed, from the first on; results below hold for these. */
  readonly framesDone: number;
  readonly frameCount: number;
  /** Every frame belongs to exactly one shot; a transition's frames to the shot that they lead to. */
  readonly shots: readonly FrameRange[];
  readonly transitions: readonly Transition[];
  /** Small pictures lie ready at multiples of this many frames. */
  readonly thumbnailStride: number;
  /** Peaks per second of the waveform; null without sound. */
  readonly waveformRate: number | null;
};

/** The transition that a frame lies in, if any; the first frame after a cut is as good as any other. */
export const transitionAt = (transitions: readonly Transition[], frame: number): Transition | undefined =>
  transitions.find(({ kind, range }) => kind !== 'cut' && frame >= range.start && frame <= range.end);
