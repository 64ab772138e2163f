import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { RowsMenu } from './rows-menu.tsx';
import { SelectionActions } from './selection.tsx';

export type TimelineHeadProps = {
  /** Under 1: closer. */
  readonly onZoom: (factor: number) => void;
  readonly onWhole: () => void;
};

/** What is selected and can be done with it; rows and zoom on the right. */
export const TimelineHead = ({ onZoom, onWhole }: TimelineHeadProps) => (
  <header className="timeline__head">
    <SelectionActions />
    <div className="timeline__tools">
      <RowsMenu />
      <IconButton icon={ZoomIn} label={texts.zoomIn} keyName="+" onPress={() => onZoom(0.5)} />
      <IconButton icon={ZoomOut} label={texts.zoomOut} keyName="−" onPress={() => onZoom(2)} />
      <IconButton icon={Maximize2} label={texts.wholeClip} keyName="Shift 0" onPress={onWhole} />
    </div>
  </header>
);
