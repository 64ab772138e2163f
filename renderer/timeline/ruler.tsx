import { useReview } from '../app/state/context.tsx';
import { formatCount, formatTime } from '../ui/format.ts';
import { frameToX, niceStep, pixelsPerFrame, type Scale, ticks } from './scale.ts';

/** Room a label needs, in pixels. */
const labelRoom = 76;

/** Frame numbers above, their times below. */
export const Ruler = ({ scale }: { scale: Scale }) => {
  const times = useReview((state) => state.times?.timestampsSeconds);
  const perFrame = pixelsPerFrame(scale);
  const step = niceStep(labelRoom / perFrame);
  const small = step > 1 ? Math.max(1, step / (step % 5 === 0 && step >= 5 ? 5 : 2)) : 1;
  return (
    <svg className="row row--ruler" data-row="ruler" width={scale.width} aria-hidden="true">
      {ticks(scale, small).map((frame) => (
        <line
          key={frame}
          className="ruler__tick"
          x1={frameToX(scale, frame)}
          x2={frameToX(scale, frame)}
          y1={28}
          y2={32}
        />
      ))}
      {ticks(scale, step).map((frame) => {
        const x = frameToX(scale, frame);
        const time = times?.[frame];
        return (
          <g key={frame}>
            <line className="ruler__tick" x1={x} x2={x} y1={2} y2={32} />
            <text className="ruler__frame" x={x + 4} y={12}>
              {formatCount(frame)}
            </text>
            {time !== undefined && (
              <text className="ruler__time" x={x + 4} y={25}>
                {formatTime(time)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
};
