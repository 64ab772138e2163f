import { useCompare, useLayout, useReview } from '../app/state/context.tsx';
import { usePane, usePaneReview } from './pane.tsx';
import { type Placement, placeOver, placePicture, type Smoothing } from './picture-view.ts';

export type PlacedPicture = Placement & { readonly smoothing: Smoothing };

/** Where the picture lies on its stage; overlaid, the right one lies over the left one. Null before there is room. */
export function usePlacement(): PlacedPicture | null {
  const { side } = usePane();
  const isOver = useCompare((state) => state.mode === 'overlay') && side === 'right';
  const smoothing = useLayout((state) => (state.sharpPixels ? 'nearest' : 'smooth'));
  const clip = usePaneReview((state) => state.clip);
  const stage = usePaneReview((state) => state.stage);
  const zoom = usePaneReview((state) => state.zoom);
  const under = useReview((state) => state.clip);
  const stageUnder = useReview((state) => state.stage);
  const zoomUnder = useReview((state) => state.zoom);
  if (!clip || !stage) return null;
  if (!isOver || !under || !stageUnder) return { ...placePicture(clip, stage, zoom, smoothing), smoothing };
  return { ...placeOver(clip, under, placePicture(under, stageUnder, zoomUnder, smoothing)), smoothing };
}
