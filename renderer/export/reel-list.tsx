import { ChevronDown, ChevronUp, Plus, X } from 'lucide-react';
import { useApp, useReel, useReview } from '../app/state/context.tsx';
import { exportTexts as texts } from '../texts/export.ts';
import { formatRange } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';

/** The ranges of the reel in their order. */
export const ReelList = () => {
  const { actions } = useApp();
  const selection = useReview((state) => state.selection);
  const { ranges, move, remove, clear } = useReel((state) => state);
  return (
    <div className="reel">
      <ol className="reel__list">
        {ranges.map(({ key, clipName, range }, at) => (
          <li key={key} className="reel__range">
            <span className="reel__words">
              {at + 1}. {formatRange(range)} <span className="label">{clipName}</span>
            </span>
            <IconButton
              icon={ChevronUp}
              label={texts.earlier(at + 1)}
              disabled={at === 0}
              onPress={() => move(key, -1)}
            />
            <IconButton
              icon={ChevronDown}
              label={texts.later(at + 1)}
              disabled={at === ranges.length - 1}
              onPress={() => move(key, 1)}
            />
            <IconButton icon={X} label={texts.remove(at + 1)} onPress={() => remove(key)} />
          </li>
        ))}
      </ol>
      <div className="reel__tools">
        {selection && (
          <button type="button" className="button" onClick={actions.addToReel}>
            <Plus size={14} aria-hidden /> {texts.addRange(formatRange(selection))}
          </button>
        )}
        {ranges.length > 1 && (
          <button type="button" className="button button--plain" onClick={clear}>
            {texts.clearReel}
          </button>
        )}
      </div>
    </div>
  );
};
