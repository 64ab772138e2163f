import { createStore } from 'zustand/vanilla';
import type { DrawingShape, PicturePoint, TrackView } from '#common/domain/index.ts';

/** What the pointer does to the picture while a person draws. */
export type DrawingTool = 'select' | 'calibrate' | 'track' | DrawingShape;

/** Whether the points of a path are looked for, or each is set by a person. */
export type TrackMode = 'search' | 'by-hand';

/** Colours of events (Okabe–Ito), and white. */
export const drawingColours = ['#ffffff', '#f0e442', '#e69f00', '#d55e00', '#56b4e9', '#009e73'] as const;

/** Strokes as shares of the picture's height. */
export const drawingSizes = { thin: 0.004, medium: 0.007, thick: 0.013 } as const;

/** Something that waits for words: a text being typed, or a known length. */
export type DrawingQuestion =
  | { readonly kind: 'text'; readonly clipId: string; readonly frame: number; readonly at: PicturePoint }
  | {
      readonly kind: 'length';
      readonly clipId: string;
      readonly points: readonly [PicturePoint, PicturePoint];
    };

export type DrawingState = {
  readonly on: boolean;
  readonly tool: DrawingTool;
  readonly colour: string;
  readonly size: number;
  /** A drawing or a path, by id. */
  readonly selected: string | null;
  readonly trackMode: TrackMode;
  readonly trackView: TrackView;
  /** Of what is followed, in pixels of the picture; null for one by the picture's size. */
  readonly trackRadius: number | null;
  readonly question: DrawingQuestion | null;
  readonly setOn: (on: boolean) => void;
  /** Takes a tool in hand, and begins to draw. */
  readonly choose: (tool: DrawingTool) => void;
  readonly setColour: (colour: string) => void;
  readonly setSize: (size: number) => void;
  readonly select: (id: string | null) => void;
  readonly ask: (question: DrawingQuestion | null) => void;
  readonly changeTracks: (
    change: Partial<Pick<DrawingState, 'trackMode' | 'trackView' | 'trackRadius'>>,
  ) => void;
};

export const createDrawingStore = () =>
  createStore<DrawingState>()((set) => ({
    on: false,
    tool: 'arrow',
    colour: drawingColours[1],
    size: drawingSizes.medium,
    selected: null,
    question: null,
    trackMode: 'search',
    trackView: 'so-far',
    trackRadius: null,
    setOn: (on) => set({ on, selected: null, question: null }),
    choose: (tool) => set({ on: true, tool, question: null }),
    setColour: (colour) => set({ colour }),
    setSize: (size) => set({ size }),
    select: (selected) => set({ selected }),
    ask: (question) => set({ question }),
    changeTracks: (change) => set(change),
  }));
