import { useId } from 'react';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { formatRange } from '../ui/format.ts';
import type { RunLooks } from './looks.ts';
import { frameToX, pixelsPerFrame, type Scale } from './scale.ts';

/** Ticks for the frames that were sent; hatching where nobody looked. */
export const CoverageRow = ({ scale, looks }: { scale: Scale; looks: RunLooks }) => {
  const pattern = useId();
  const tickWidth = Math.max(2, Math.min(6, pixelsPerFrame(scale) - 1));
  return (
    <svg className="row row--coverage" width={scale.width} role="img" aria-label={texts.hatchHelp}>
      <defs>
        <pattern
          id={pattern}
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line className="coverage__hatch" x1="0" y1="0" x2="0" y2="7" />
        </pattern>
      </defs>
      {looks.unlooked.map((range) => {
        const x = frameToX(scale, range.start);
        return (
          <rect
            key={range.start}
            x={x}
            y={5}
            width={Math.max(1, frameToX(scale, range.end + 1) - x)}
            height={18}
            fill={`url(#${pattern})`}
          >
            <title>{texts.unlooked(formatRange(range))}</title>
          </rect>
        );
      })}
      {looks.seen.map(({ frame, by }) => (
        <rect
          key={frame}
          className={`coverage__seen coverage__seen--${by}`}
          x={frameToX(scale, frame + 0.5) - tickWidth / 2}
          y={by === 'start' ? 9 : 5}
          width={tickWidth}
          height={by === 'start' ? 10 : 18}
        >
          <title>{texts.seenFrame(frame, by)}</title>
        </rect>
      ))}
    </svg>
  );
};
