import type { ClipInfo, FrameRange } from '#common/domain/index.ts';
import type { SyncedFrames } from './frame-lookup.ts';
import type { ReviewStore } from './review-store.ts';

export type CompareMode = 'off' | 'side' | 'overlay';
export type Side = 'left' | 'right';

export const otherSide = (side: Side): Side => (side === 'left' ? 'right' : 'left');

/** What is to be shown on the right, beside the clip under review. */
export type Comparison = {
  readonly clip: ClipInfo;
  readonly mode: Exclude<CompareMode, 'off'>;
  /** Where the right picture begins while nothing is synced. */
  readonly frame?: number | undefined;
  /** A sync point of the record; without it the one for these two clips, if there is one. */
  readonly syncId?: string | undefined;
  /** Two events, synced at their starts and looped over the shorter of them. */
  readonly events?: { readonly left: FrameRange; readonly right: FrameRange } | undefined;
};

export type CompareState = {
  readonly mode: CompareMode;
  /** The right picture; the left one is the clip under review. */
  readonly right: ReviewStore;
  /** The side that keys act on, and that is heard. */
  readonly focus: Side;
  /** Frames that are the same instant; null until a person, the record or the sound says so. */
  readonly sync: SyncedFrames | null;
  /** Whether both sides move together by the time from the synced frames. */
  readonly linked: boolean;
  readonly zoomLinked: boolean;
  readonly blend: 'mix' | 'difference';
  /** Of the right picture over the left one, 0 to 1. */
  readonly opacity: number;

  readonly open: (comparison: Comparison) => Promise<void>;
  readonly close: () => void;
  /** Into a mode, or out of it; false where nothing is known to compare with. */
  readonly toggle: (mode: Exclude<CompareMode, 'off'>) => boolean;
  readonly focusOn: (side: Side) => void;
  readonly swap: () => void;
  /** Makes two frames the same instant, in the record. */
  readonly setSync: (frames: SyncedFrames, title: string, mergeKey?: string) => void;
  /** The same for the two frames shown. */
  readonly syncHere: () => void;
  /** Moves the right picture alone by frames, and the sync point with it where there is one. */
  readonly nudge: (frames: number) => void;
  readonly toggleLink: () => void;
  readonly toggleZoomLink: () => void;
  readonly toggleDifference: () => void;
  readonly setOpacity: (opacity: number) => void;
};
