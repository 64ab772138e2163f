import { createStore } from 'zustand/vanilla';
import type { ClipInfo, FrameRange, FrameTimes, Size } from '#common/domain/index.ts';
import { type Zoom, zoomAt } from '../../viewer/picture-view.ts';
import { firstSpeeds } from './pace-store.ts';

/** Who decodes what the viewer shows. */
export type DecodePath = 'browser' | 'main';

export type TimelineView = { readonly start: number; readonly end: number };

/** What came of comparing the picture on the screen with main's. */
export type Verification = {
  readonly frame: number;
  readonly verdict: 'running' | 'same' | 'alike' | 'different' | 'failed';
  /** One sentence. */
  readonly words: string;
  /** The same with whole hashes, to be copied. */
  readonly details: string;
};

export type ReviewState = {
  readonly clip: ClipInfo | null;
  /** Null until the frame index has arrived. */
  readonly times: FrameTimes | null;
  /** The frame that should be shown. */
  readonly target: number;
  /** The frame whose picture is on the screen; null before the first one. */
  readonly shown: number | null;
  readonly decodePath: DecodePath;
  /** True where a person wants main's pictures although the browser could decode. */
  readonly mainAsked: boolean;
  /** Why there is no picture, in one sentence. */
  readonly pictureProblem: string | null;
  readonly playing: boolean;
  readonly direction: 1 | -1;
  readonly speed: number;
  /** The stretch that playing goes round and round in; null while it goes on to the end. */
  readonly loop: FrameRange | null;
  /** The direction in which another clip's playing moves this one along; null while it goes by itself. */
  readonly led: 1 | -1 | null;
  readonly selection: FrameRange | null;
  /** A frame pointed at elsewhere (trace, filmstrip); marked on the timeline. */
  readonly marked: FrameRange | null;
  /** The stretch that the timeline shows, in frames; fractions allowed, `end` excluded. */
  readonly view: TimelineView;
  /** Grows each time G asks for the box in which a frame number is typed. */
  readonly frameBoxAsked: number;
  /** Grows each time the frame shown is to be compared with main's. */
  readonly verifyAsked: number;
  /** Of the frame shown; null once another one is. */
  readonly verification: Verification | null;
  /** What of the picture is seen; null while all of it fits. */
  readonly zoom: Zoom | null;
  /** Room for the picture, in pixels of the screen; null before it is laid out. */
  readonly stage: Size | null;

  readonly showClip: (clip: ClipInfo | null) => void;
  readonly setTimes: (clipId: string, times: FrameTimes) => void;
  /** Shows a frame and stops playing. */
  readonly goTo: (frame: number) => void;
  readonly step: (frames: number) => void;
  readonly togglePlay: () => void;
  readonly pause: () => void;
  /** J and L: plays in a direction; once more goes to the next speed. */
  readonly shuttle: (direction: 1 | -1, speeds?: readonly number[]) => void;
  readonly changeSpeed: (steps: 1 | -1, speeds?: readonly number[]) => void;
  /** A playhead elsewhere comes into the loop when playing begins. */
  readonly setLoop: (range: FrameRange | null) => void;
  readonly select: (range: FrameRange | null) => void;
  readonly setIn: () => void;
  readonly setOut: () => void;
  readonly mark: (range: FrameRange | null) => void;
  readonly askForFrame: () => void;
  readonly setView: (view: TimelineView) => void;
  readonly setZoom: (zoom: Zoom | null) => void;
  /** Enlarges about the middle of what is seen. */
  readonly zoomBy: (factor: number) => void;
  /** One pixel of the picture on one of the screen; again: all of it. */
  readonly toggleActualSize: () => void;
  readonly askForVerification: () => void;
  readonly toggleMainPictures: () => void;

  /** From the other picture of two only: shows the frame that goes with the other's, which plays in a direction or rests. */
  readonly goAlong: (frame: number, led: 1 | -1 | null) => void;
  /** From the viewer only: the clock moved on to this frame. */
  readonly playedTo: (frame: number) => void;
  /** From the viewer only: this frame's picture is on the screen. */
  readonly pictureShown: (frame: number) => void;
  readonly setVerification: (verification: Verification | null) => void;
  readonly setStage: (stage: Size) => void;
  readonly setDecodePath: (path: DecodePath) => void;
  readonly setPictureProblem: (problem: string | null) => void;
};

const closed = {
  times: null,
  target: 0,
  shown: null,
  decodePath: 'browser',
  mainAsked: false,
  pictureProblem: null,
  playing: false,
  direction: 1,
  loop: null,
  led: null,
  selection: null,
  marked: null,
  verification: null,
  zoom: null,
  view: { start: 0, end: 1 },
} as const;

/** What all of Review shares: the clip, the playhead, the selection. */
export function createReviewStore() {
  return createStore<ReviewState>()((set, get) => {
    const last = () => Math.max(0, (get().clip?.frameCount ?? 1) - 1);
    const clamp = (frame: number) => Math.max(0, Math.min(last(), Math.round(frame)));
    const within = ({ start, end }: FrameRange): FrameRange => ({
      start: clamp(start),
      end: clamp(Math.max(start, end)),
    });
    /** Where playing begins: where one is, but inside a loop, and from the start once the end is reached. */
    const startOfPlaying = ({ loop, target }: ReviewState, direction: 1 | -1): number => {
      if (loop && (target < loop.start || target > loop.end)) return direction === 1 ? loop.start : loop.end;
      return !loop && direction === 1 && target >= last() ? 0 : target;
    };
    // While playing, the picture on the screen is what a person reacts to.
    const here = (state: ReviewState) =>
      state.playing || state.led ? (state.shown ?? state.target) : state.target;
    return {
      clip: null,
      ...closed,
      speed: 1,
      frameBoxAsked: 0,
      verifyAsked: 0,
      stage: null,
      showClip: (clip) =>
        set({ clip, ...closed, view: { start: 0, end: Math.max(1, clip?.frameCount ?? 1) } }),
      setTimes: (clipId, times) => set((state) => (state.clip?.id === clipId ? { times } : {})),
      goTo: (frame) => set({ target: clamp(frame), playing: false, led: null }),
      step: (frames) => set((state) => ({ target: clamp(here(state) + frames), playing: false, led: null })),
      togglePlay: () =>
        set((state) => {
          if (!state.clip) return {};
          if (state.playing) return { playing: false, target: here(state) };
          return { playing: true, direction: 1, led: null, target: startOfPlaying(state, 1) };
        }),
      pause: () => set((state) => ({ playing: false, led: null, speed: 1, target: here(state) })),
      shuttle: (direction, speeds = firstSpeeds) =>
        set((state) => {
          if (!state.clip) return {};
          const again = state.playing && state.direction === direction;
          const speed = again ? nextSpeed(speeds, state.speed, 1) : 1;
          const target = state.playing ? state.target : startOfPlaying(state, direction);
          return { playing: true, direction, led: null, speed, target };
        }),
      changeSpeed: (steps, speeds = firstSpeeds) =>
        set((state) => ({ speed: nextSpeed(speeds, state.speed, steps) })),
      setLoop: (range) => set({ loop: range && within(range) }),
      select: (range) => set({ selection: range && within(range) }),
      setIn: () =>
        set((state) => ({
          selection: { start: here(state), end: Math.max(here(state), state.selection?.end ?? last()) },
        })),
      setOut: () =>
        set((state) => ({
          selection: { start: Math.min(here(state), state.selection?.start ?? 0), end: here(state) },
        })),
      mark: (marked) => set({ marked }),
      askForFrame: () => set((state) => ({ frameBoxAsked: state.frameBoxAsked + 1 })),
      setView: (view) => set({ view }),
      setZoom: (zoom) => set({ zoom }),
      zoomBy: (factor) =>
        set(({ clip, stage, zoom }) => (clip && stage ? { zoom: zoomed(clip, stage, zoom, factor) } : {})),
      toggleActualSize: () =>
        set(({ clip, stage, zoom }) => {
          if (!clip || !stage) return {};
          if (zoom?.scale === 1) return { zoom: null };
          const centre = zoom?.centre ?? { x: clip.width / 2, y: clip.height / 2 };
          return { zoom: { scale: 1, centre } };
        }),
      askForVerification: () =>
        set((state) =>
          state.clip ? { verifyAsked: state.verifyAsked + 1, playing: false, target: here(state) } : {},
        ),
      toggleMainPictures: () => set((state) => ({ mainAsked: !state.mainAsked, verification: null })),
      goAlong: (frame, led) => set({ target: clamp(frame), playing: false, led }),
      playedTo: (frame) =>
        set((state) => {
          const target = clamp(frame);
          const ended = !state.loop && (state.direction === 1 ? target >= last() : target <= 0);
          return { target, ...(ended ? { playing: false } : {}) };
        }),
      pictureShown: (shown) =>
        set(({ verification }) => ({
          shown,
          pictureProblem: null,
          verification: verification?.frame === shown ? verification : null,
        })),
      setVerification: (verification) => set({ verification }),
      setStage: (stage) => set({ stage }),
      setDecodePath: (decodePath) => set({ decodePath }),
      setPictureProblem: (pictureProblem) => set({ pictureProblem }),
    };
  });
}

function zoomed(picture: Size, stage: Size, zoom: Zoom | null, factor: number): Zoom | null {
  const pointer = { x: stage.width / 2, y: stage.height / 2 };
  return zoomAt(picture, stage, zoom, 'smooth', { pointer, factor });
}

function nextSpeed(speeds: readonly number[], speed: number, steps: 1 | -1): number {
  const next =
    steps === 1 ? speeds.find((known) => known > speed) : speeds.findLast((known) => known < speed);
  return next ?? speed;
}

export type ReviewStore = ReturnType<typeof createReviewStore>;
