import { createStore } from 'zustand/vanilla';
import type { ReelPart } from '#common/domain/index.ts';

/** A range of the reel being put together, with what a person knows its clip by. */
export type ReelRange = ReelPart & { readonly key: number; readonly clipName: string };

export type ReelState = {
  /** In the order in which the reel shows them. */
  readonly ranges: readonly ReelRange[];
  readonly add: (part: ReelPart, clipName: string) => void;
  readonly remove: (key: number) => void;
  /** Moves a range one place towards the beginning (−1) or the end. */
  readonly move: (key: number, by: 1 | -1) => void;
  readonly clear: () => void;
};

/** Ranges gathered for an export as one reel. */
export function createReelStore() {
  let nextKey = 1;
  return createStore<ReelState>()((set) => ({
    ranges: [],
    add: (part, clipName) =>
      set((state) => ({ ranges: [...state.ranges, { ...part, clipName, key: nextKey++ }] })),
    remove: (key) => set((state) => ({ ranges: state.ranges.filter((range) => range.key !== key) })),
    move: (key, by) =>
      set(({ ranges }) => {
        const at = ranges.findIndex((range) => range.key === key);
        const moved = ranges[at];
        if (!moved || !ranges[at + by]) return {};
        return { ranges: ranges.toSpliced(at, 1).toSpliced(at + by, 0, moved) };
      }),
    clear: () => set({ ranges: [] }),
  }));
}
