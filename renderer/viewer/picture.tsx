import { useEffect, useRef } from 'react';
import { isFarBehind } from '../app/state/compare-link.ts';
import { otherSide } from '../app/state/compare-state.ts';
import { useApp } from '../app/state/context.tsx';
import { viewerTexts as texts } from '../texts/viewer.ts';
import { usePane, usePaneReview } from './pane.tsx';
import { patienceSeconds } from './play-clock.ts';
import { startPlayer } from './player.ts';
import { usePlacement } from './use-placement.ts';
import type { DevicePixels } from './use-stage.ts';

/** The canvas that the player keeps on the frame of its pane. */
export const Picture = ({ ratio, offset }: DevicePixels) => {
  const { client, stores } = useApp();
  const { side, review } = usePane();
  const canvas = useRef<HTMLCanvasElement>(null);
  const clip = usePaneReview((state) => state.clip);
  const times = usePaneReview((state) => state.times);
  const shown = usePaneReview((state) => state.shown);
  const place = usePlacement();

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (!clip || !times || !context) return;
    const compare = () => stores.compare.getState();
    const player = startPlayer({
      clip,
      times,
      context,
      review,
      layout: stores.layout,
      isHeard: () => (compare().mode === 'off' ? side === 'left' : compare().focus === side),
      isHeldBack: () => {
        if (compare().mode === 'off') return false;
        const other = otherSide(side) === 'left' ? stores.review : compare().right;
        return isFarBehind(other.getState(), patienceSeconds);
      },
      fingerprint: (frame, signal) => client.clips.fingerprint({ clipId: clip.id, frame }, { signal }),
    });
    return () => {
      player.stop();
      // Nothing plays behind another view.
      if (review.getState().playing) review.getState().pause();
    };
  }, [clip, times, side, review, stores, client]);

  if (!clip) return null;
  return (
    <canvas
      ref={canvas}
      className="stage__picture"
      data-clip={clip.id}
      data-frame={shown ?? undefined}
      data-scale={place?.scale}
      width={clip.width}
      height={clip.height}
      style={
        place
          ? {
              // Left, top, width and height would be rounded to whole pixels of CSS.
              transform: `translate(${(place.left + offset.x) / ratio}px, ${(place.top + offset.y) / ratio}px) scale(${place.scale / ratio})`,
              imageRendering: place.smoothing === 'nearest' && place.scale >= 1 ? 'pixelated' : 'auto',
            }
          : { visibility: 'hidden' }
      }
      role="img"
      aria-label={shown === null ? texts.noPicture : texts.picture(shown)}
    />
  );
};
