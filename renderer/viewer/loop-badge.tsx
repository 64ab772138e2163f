import { Repeat, X } from 'lucide-react';
import { useCompare } from '../app/state/context.tsx';
import { compareTexts as texts } from '../texts/compare.ts';
import { formatRange } from '../ui/format.ts';
import { Hint } from '../ui/hint.tsx';
import { usePaneReview } from './pane.tsx';

/** Says that a loop runs, and ends it. */
export const LoopBadge = () => {
  const loop = usePaneReview((state) => state.loop);
  const setLoop = usePaneReview((state) => state.setLoop);
  const isOnlyPicture = useCompare((state) => state.mode === 'off');
  if (!loop) return null;
  return (
    <Hint text={texts.endLoop} keyName={isOnlyPicture ? 'Esc' : undefined}>
      <button
        type="button"
        className="loop-badge"
        aria-label={texts.loop(formatRange(loop))}
        aria-description={texts.endLoop}
        onClick={() => setLoop(null)}
      >
        <Repeat size={12} aria-hidden />
        <span className="loop-badge__range">{formatRange(loop)}</span>
        <X size={12} aria-hidden />
      </button>
    </Hint>
  );
};
