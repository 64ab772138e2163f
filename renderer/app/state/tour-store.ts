import { createStore } from 'zustand/vanilla';

export type TourState = {
  /** The step shown, from 0; null while there is no tour. */
  readonly step: number | null;
  readonly goTo: (step: number | null) => void;
};

/** Where the first steps are. */
export const createTourStore = () =>
  createStore<TourState>()((set) => ({ step: null, goTo: (step) => set({ step }) }));
