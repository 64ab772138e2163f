import { createStore } from 'zustand/vanilla';

export type KeysState = {
  /** Keys that a person gave, by command id. */
  readonly given: Readonly<Record<string, readonly string[]>>;
  readonly setGiven: (given: KeysState['given']) => void;
};

/** Keys as a person changed them; kept in the settings by the host. */
export const createKeysStore = () =>
  createStore<KeysState>()((set) => ({ given: {}, setGiven: (given) => set({ given }) }));
