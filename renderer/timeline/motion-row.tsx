import { useCallback, useMemo } from 'react';
import { useAnalysis } from '../app/state/context.tsx';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { buildMaxPyramid, highest } from './max-pyramid.ts';
import { highestPlace, withoutCuts } from './motion.ts';
import { type DrawRow, RowCanvas } from './row-canvas.tsx';
import { pixelsPerFrame, type Scale } from './scale.ts';

export const rowHeight = 28;

export type AnalysisRowProps = { readonly scale: Scale; readonly frameCount: number };

/** How much moves from frame to frame: the most of each column of pixels, by its square root. */
export const MotionRow = ({ scale }: Pick<AnalysisRowProps, 'scale'>) => {
  const motion = useAnalysis((state) => state.motion);
  const transitions = useAnalysis((state) => state.analysis?.transitions);
  const energy = useMemo(() => motion && withoutCuts(motion, transitions ?? []), [motion, transitions]);
  const pyramid = useMemo(() => energy && buildMaxPyramid(energy), [energy]);
  const peak = useMemo(() => (energy ? highestPlace(energy) : -1), [energy]);
  const most = energy?.[peak] ?? 0;
  const draw = useCallback<DrawRow>(
    (context, { width, height }, colour) => {
      if (!pyramid || most <= 0) return;
      const perColumn = scale.width / width / pixelsPerFrame(scale);
      context.fillStyle = colour('chart');
      for (let x = 0; x < width; x += 1) {
        const from = scale.start + x * perColumn;
        const value = highest(pyramid, Math.floor(from), Math.max(from + perColumn, Math.floor(from) + 1));
        if (value === null) break;
        const bar = Math.sqrt(value / most) * height;
        context.fillRect(x, height - bar, 1, bar);
      }
    },
    [pyramid, most, scale],
  );
  return (
    <div
      className="row"
      data-row="motion"
      role="img"
      aria-label={peak < 0 ? texts.noMotion : texts.motion(peak)}
    >
      <RowCanvas width={scale.width} height={rowHeight - 1} draw={draw} />
    </div>
  );
};
