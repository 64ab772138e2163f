import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { Side } from '../app/state/compare-state.ts';
import { useApp, useCompare } from '../app/state/context.tsx';
import type { ReviewState, ReviewStore } from '../app/state/review-store.ts';

/** One of two pictures, with the store of its clip and playhead. */
export type Pane = { readonly side: Side; readonly review: ReviewStore };

const Context = createContext<Side>('left');

/** What is inside belongs to one of the two pictures; outside, to the clip under review. */
export const PaneProvider = ({ side, children }: { side: Side; children: ReactNode }) => (
  <Context value={side}>{children}</Context>
);

export function usePane(): Pane {
  const side = useContext(Context);
  const { review } = useApp().stores;
  const right = useCompare((state) => state.right);
  return { side, review: side === 'left' ? review : right };
}

/** Of the picture inside which it is called. */
export const usePaneReview = <T,>(select: (state: ReviewState) => T): T => useStore(usePane().review, select);
