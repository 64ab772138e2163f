import { createStore } from 'zustand/vanilla';
import type { FrameRange } from '#common/domain/index.ts';

/** A place between frames, n before frame n, and the first or last frame of the event whose edge it is. */
export type Snapped = { readonly place: number; readonly frame: number };

/** Events on their way while a person drags them; nothing of it is kept before the end. */
export type EventDrag = {
  /** Where each of them stands for now, by id. */
  readonly moved: ReadonlyMap<string, FrameRange>;
  /** Where an edge was drawn to; null where nothing pulls. */
  readonly snapped: Snapped | null;
};

export type EventsState = {
  /** Events and proposals selected on the timeline or in the list, by id, in the order of selecting. */
  readonly selected: readonly string[];
  /** The event or proposal that keys act on when nothing is selected: the one under the pointer. */
  readonly pointed: string | null;
  readonly drag: EventDrag | null;
  /** The list shows these only, under a name: the events of a number, say; null for all. */
  readonly only: { readonly title: string; readonly ids: readonly string[] } | null;
  readonly showOnly: (only: EventsState['only']) => void;
  readonly select: (ids: readonly string[]) => void;
  /** Adds to the selection, or takes out of it. */
  readonly toggle: (id: string) => void;
  readonly point: (id: string | null) => void;
  readonly setDrag: (drag: EventDrag | null) => void;
};

/** Which events a person has in hand, on every view of them. */
export const createEventsStore = () =>
  createStore<EventsState>()((set) => ({
    selected: [],
    pointed: null,
    drag: null,
    only: null,
    showOnly: (only) => set({ only }),
    select: (selected) => set({ selected }),
    toggle: (id) =>
      set(({ selected }) => ({
        selected: selected.includes(id) ? selected.filter((each) => each !== id) : [...selected, id],
      })),
    point: (pointed) => set({ pointed }),
    setDrag: (drag) => set({ drag }),
  }));

export type EventsStore = ReturnType<typeof createEventsStore>;
