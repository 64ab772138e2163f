import type { ToolResultStep } from '#common/domain/index.ts';
import { useReview } from '../app/state/context.tsx';
import { segmentRanges } from '../app/state/named-frames.ts';
import { traceTexts as texts } from '../texts/trace.ts';
import { formatRange } from '../ui/format.ts';
import { FrameChip } from './frame-text.tsx';

/** One line for a call that was answered in words; the words as the engine read them behind a fold. */
export const ToolResult = ({ step }: { step: ToolResultStep }) => {
  const mark = useReview((state) => state.mark);
  const frameCount = useReview((state) => state.clip?.frameCount ?? 0);
  const range = step.tool === 'motion_profile' ? step.arguments : null;
  const words = range ? texts.askedMotion(formatRange(range)) : texts.askedShots;
  return (
    <details className="told" aria-label={words}>
      <summary className="look__line" onPointerEnter={() => mark(range)} onPointerLeave={() => mark(null)}>
        {words}
      </summary>
      <p className="told__text selectable">
        {segmentRanges(step.text, frameCount).map((segment, at) => {
          // The text never changes, so a place names its segment.
          const key = `${at}-${segment.text}`;
          return segment.kind === 'text' ? (
            <span key={key}>{segment.text}</span>
          ) : (
            <FrameChip key={key} frame={segment.range.start} until={segment.range.end} />
          );
        })}
      </p>
    </details>
  );
};
