import { ListPlus, X } from 'lucide-react';
import { frameRangeLength } from '#common/domain/index.ts';
import { useApp, useReview } from '../app/state/context.tsx';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { formatRange, plural } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { frameToX, type Scale } from './scale.ts';

/** The selected range, outlined over all rows. */
export const SelectionOutline = ({ scale }: { scale: Scale }) => {
  const selection = useReview((state) => state.selection);
  if (!selection) return null;
  const left = frameToX(scale, selection.start);
  const width = Math.max(2, frameToX(scale, selection.end + 1) - left);
  return <div className="selection" style={{ left, width }} />;
};

/** What is selected and what can be done with it; always in the same place. */
export const SelectionActions = () => {
  const { actions, stores } = useApp();
  const selection = useReview((state) => state.selection);
  const select = useReview((state) => state.select);
  if (!selection) return <p className="label">{texts.noSelection}</p>;
  return (
    <div className="selection__actions">
      <span className="selection__words" data-testid="selection">
        {texts.selection(formatRange(selection), plural(frameRangeLength(selection), 'frame'))}
      </span>
      <button type="button" className="button button--person" onClick={() => actions.lookHere(selection)}>
        {texts.lookHere} <kbd className="key">F</kbd>
      </button>
      <button type="button" className="button" onClick={() => stores.dialogs.getState().open('export')}>
        {texts.export} <kbd className="key">E</kbd>
      </button>
      <IconButton icon={ListPlus} label={texts.addToReel} keyName="Shift E" onPress={actions.addToReel} />
      <IconButton icon={X} label={texts.clearSelection} keyName="X" onPress={() => select(null)} />
    </div>
  );
};
