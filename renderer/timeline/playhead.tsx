import { useReview } from '../app/state/context.tsx';
import { frameToX, pixelsPerFrame, type Scale } from './scale.ts';

/** The thin line at the frame shown, as wide as the frame once that can be seen; and what is pointed at elsewhere. */
export const Playhead = ({ scale }: { scale: Scale }) => {
  const frame = useReview((state) => state.shown ?? state.target);
  const marked = useReview((state) => state.marked);
  const perFrame = pixelsPerFrame(scale);
  return (
    <>
      {marked && (
        <div
          className="marked"
          style={{
            left: frameToX(scale, marked.start),
            width: Math.max(2, frameToX(scale, marked.end + 1) - frameToX(scale, marked.start)),
          }}
        />
      )}
      {perFrame >= 6 && (
        <div className="playhead__frame" style={{ left: frameToX(scale, frame), width: perFrame }} />
      )}
      <div className="playhead" style={{ transform: `translateX(${frameToX(scale, frame) - 0.5}px)` }} />
    </>
  );
};
