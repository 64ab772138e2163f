import { useCallback, useMemo } from 'react';
import { useSeen } from '../app/state/context.tsx';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { coverageOf } from './coverage.ts';
import type { RunLooks } from './looks.ts';
import { type AnalysisRowProps, rowHeight } from './motion-row.tsx';
import { type DrawRow, RowCanvas } from './row-canvas.tsx';
import { frameToX, pixelsPerFrame } from './scale.ts';

/** Places of what is drawn, in pixels from the top of the row. */
const hatch = { top: 5, height: 18, step: 9, width: 2 } as const;
const ticks = { top: 5, height: 11 } as const;
const person = { top: 19, height: 4 } as const;

/** Three states: seen by a person (a thin amber band), sent to a model (cyan ticks), seen by nobody (hatched). */
export const CoverageRow = ({
  scale,
  frameCount,
  looks,
}: AnalysisRowProps & { readonly looks: RunLooks | null }) => {
  const ranges = useSeen((state) => state.ranges);
  const coverage = useMemo(() => coverageOf(ranges, looks, frameCount), [ranges, looks, frameCount]);
  const draw = useCallback<DrawRow>(
    (context, { pixelRatio }, colour) => {
      context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
      const inView = ({ start, end }: { readonly start: number; readonly end: number }) =>
        end + 1 > scale.start && start < scale.end;
      const spans = coverage.unseen.filter(inView).map(({ start, end }) => {
        const left = Math.max(-1, frameToX(scale, start));
        return { left, right: Math.min(scale.width + 1, Math.max(left + 1, frameToX(scale, end + 1))) };
      });
      context.save();
      context.beginPath();
      for (const { left, right } of spans) context.rect(left, hatch.top, right - left, hatch.height);
      context.clip();
      context.beginPath();
      for (let x = -hatch.height; spans.length > 0 && x < scale.width; x += hatch.step) {
        context.moveTo(x, hatch.top + hatch.height);
        context.lineTo(x + hatch.height, hatch.top);
      }
      context.strokeStyle = colour('hatch');
      context.lineWidth = hatch.width;
      context.stroke();
      context.restore();

      const wide = Math.max(2, Math.min(6, pixelsPerFrame(scale) - 1));
      context.fillStyle = colour('model');
      for (const frame of coverage.sent) {
        const x = frameToX(scale, frame + 0.5);
        if (x > -wide && x < scale.width + wide)
          context.fillRect(x - wide / 2, ticks.top, wide, ticks.height);
      }
      context.fillStyle = colour('person');
      for (const range of ranges) {
        if (!inView(range)) continue;
        const left = frameToX(scale, range.start);
        context.fillRect(left, person.top, Math.max(1, frameToX(scale, range.end + 1) - left), person.height);
      }
    },
    [scale, coverage, ranges],
  );
  const share = (frames: number) => `${Math.round((100 * frames) / Math.max(1, frameCount))} %`;
  const words = texts.coverage.counts(
    share(coverage.personFrames),
    coverage.sent.length,
    share(coverage.unseenFrames),
  );
  return (
    <div
      className="row row--coverage"
      data-row="coverage"
      role="img"
      aria-label={words}
      title={texts.coverage.help}
    >
      <RowCanvas width={scale.width} height={rowHeight - 1} draw={draw} />
    </div>
  );
};
