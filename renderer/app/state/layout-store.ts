import { createStore } from 'zustand/vanilla';
import { giveWay, narrowWidth, type SidePanels } from './give-way.ts';

export type View = SidePanels['view'];
export type Theme = 'dark' | 'light' | 'system';

/** Sizes in CSS pixels. */
export type Layout = SidePanels & {
  readonly theme: Theme;
  readonly contrast: 'system' | 'more';
  readonly motion: 'system' | 'less';
  readonly leftWidth: number;
  readonly traceWidth: number;
  /** Wider, for two columns. */
  readonly comparisonWidth: number;
  readonly timelineHeight: number;
  readonly timelineOpen: boolean;
  /** Which rows the timeline shows below its ruler. */
  readonly filmRow: boolean;
  readonly soundRow: boolean;
  readonly motionRow: boolean;
  readonly shotsRow: boolean;
  readonly phasesRow: boolean;
  readonly eventsRow: boolean;
  readonly proposalsRow: boolean;
  readonly looksRow: boolean;
  readonly coverageRow: boolean;
  /** False once the hint of the first start has been followed or closed. */
  readonly hint: boolean;
  readonly muted: boolean;
  /** Of the clip's sound, 0 to 1. */
  readonly volume: number;
  /** Whether an enlarged picture shows each of its pixels as a square. */
  readonly sharpPixels: boolean;
};

export type LayoutState = Layout & { readonly change: (change: Partial<Layout>) => void };

const defaults: Layout = {
  view: 'review',
  theme: 'dark',
  contrast: 'system',
  motion: 'system',
  leftPanel: 'codes',
  leftWidth: 240,
  traceWidth: globalThis.innerWidth >= 1600 ? 460 : 380,
  comparisonWidth: globalThis.innerWidth >= 1600 ? 760 : 620,
  timelineHeight: 284,
  traceOpen: true,
  timelineOpen: true,
  narrow: false,
  roomyLeftPanel: 'codes',
  roomyTraceOpen: true,
  filmRow: true,
  soundRow: true,
  motionRow: true,
  shotsRow: true,
  phasesRow: true,
  eventsRow: true,
  proposalsRow: true,
  looksRow: true,
  coverageRow: true,
  hint: true,
  muted: false,
  volume: 1,
  sharpPixels: false,
};

const key = 'deepsport.layout';

export type LayoutStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What the person arranged; remembered on this machine. */
export function createLayoutStore(storage: LayoutStorage | undefined) {
  const store = createStore<LayoutState>()((set) => ({
    ...defaults,
    ...remembered(storage),
    change: (change) => set((state) => giveWay(state, { ...state, ...change })),
  }));
  store.subscribe(({ change: _, ...layout }) => {
    try {
      storage?.setItem(key, JSON.stringify(layout));
    } catch {
      // A full or forbidden storage only means that the arrangement is not remembered.
    }
  });
  store.getState().change({ narrow: isNarrow() });
  return store;
}

/** Whether the window is narrow now. */
export const isNarrow = (): boolean => (globalThis.innerWidth ?? narrowWidth) < narrowWidth;

export type LayoutStore = ReturnType<typeof createLayoutStore>;

function remembered(storage: LayoutStorage | undefined): Partial<Layout> {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const kept = Object.entries(value).filter(
      ([name, setting]) => name in defaults && typeof setting === typeof defaults[name as keyof Layout],
    );
    return Object.fromEntries(kept);
  } catch {
    return {};
  }
}
