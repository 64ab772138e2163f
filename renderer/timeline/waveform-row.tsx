import { useCallback, useMemo } from 'react';
import type { WaveformPeaks } from '../app/state/analysis-store.ts';
import { useAnalysis, useReview } from '../app/state/context.tsx';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { createFrameClock } from './frame-clock.ts';
import { buildMaxPyramid, highest } from './max-pyramid.ts';
import { rowHeight } from './motion-row.tsx';
import { type DrawRow, RowCanvas } from './row-canvas.tsx';
import { pixelsPerFrame, type Scale } from './scale.ts';

/** The lowest and highest sample under each column of pixels. */
export const WaveformRow = ({ scale }: { scale: Scale }) => {
  const clip = useReview((state) => state.clip);
  const times = useReview((state) => state.times);
  const waveform = useAnalysis((state) => state.waveform);
  const pyramids = useMemo(() => waveform && pyramidsOf(waveform), [waveform]);
  const clock = useMemo(() => clip && times && createFrameClock(clip, times), [clip, times]);
  const draw = useCallback<DrawRow>(
    (context, { width, height, pixelRatio }, colour) => {
      if (!pyramids || !clock || !waveform) return;
      const middle = height / 2;
      const perColumn = scale.width / width / pixelsPerFrame(scale);
      const peakAt = (x: number) => clock(scale.start + x * perColumn) * waveform.rate;
      context.fillStyle = colour('chart');
      let from = peakAt(0);
      for (let x = 0; x < width; x += 1) {
        const to = peakAt(x + 1);
        const [first, end] = [Math.floor(from), Math.max(Math.floor(from) + 1, to)];
        const up = highest(pyramids.highs, first, end);
        const down = highest(pyramids.depths, first, end);
        from = to;
        if (up === null || down === null) continue;
        const top = Math.min(middle - pixelRatio / 2, middle - (up / 127) * middle);
        const bottom = Math.max(middle + pixelRatio / 2, middle + (down / 127) * middle);
        context.fillRect(x, top, 1, bottom - top);
      }
    },
    [pyramids, clock, waveform, scale],
  );
  return (
    <div className="row" data-row="sound" role="img" aria-label={waveform ? texts.sound : texts.noSoundYet}>
      <RowCanvas width={scale.width} height={rowHeight - 1} draw={draw} />
    </div>
  );
};

function pyramidsOf({ peaks }: WaveformPeaks) {
  const count = Math.floor(peaks.length / 2);
  const highs = new Float32Array(count);
  const depths = new Float32Array(count);
  for (let at = 0; at < count; at += 1) {
    depths[at] = -(peaks[2 * at] ?? 0);
    highs[at] = peaks[2 * at + 1] ?? 0;
  }
  return { highs: buildMaxPyramid(highs), depths: buildMaxPyramid(depths) };
}
