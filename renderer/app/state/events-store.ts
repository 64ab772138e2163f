import { createStore } from 'zustand/vanilla';

export type EventsState = {
  /** Events and proposals selected on the timeline or in the list, by id, in the order of selecting. */
  readonly selected: readonly string[];
  /** The event or proposal that keys act on when nothing is selected: the one under the pointer. */
  readonly pointed: string | null;
  readonly select: (ids: readonly string[]) => void;
  /** Adds to the selection, or takes out of it. */
  readonly toggle: (id: string) => void;
  readonly point: (id: string | null) => void;
};

/** Which events a person has in hand, on every view of them. */
export const createEventsStore = () =>
  createStore<EventsState>()((set) => ({
    selected: [],
    pointed: null,
    select: (selected) => set({ selected }),
    toggle: (id) =>
      set(({ selected }) => ({
        selected: selected.includes(id) ? selected.filter((each) => each !== id) : [...selected, id],
      })),
    point: (pointed) => set({ pointed }),
  }));

export type EventsStore = ReturnType<typeof createEventsStore>;
