import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { viewerTexts as texts } from '../texts/viewer.ts';
import { formatSpeed } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { usePaneReview } from './pane.tsx';

/** Play, step and how fast. */
export const Transport = () => {
  const playing = usePaneReview((state) => state.playing);
  const speed = usePaneReview((state) => state.speed);
  const direction = usePaneReview((state) => state.direction);
  const togglePlay = usePaneReview((state) => state.togglePlay);
  const step = usePaneReview((state) => state.step);
  const words = formatSpeed(speed);
  return (
    <div className="transport">
      <span className="transport__speed" title={texts.speedHelp} data-changed={speed !== 1 || undefined}>
        {direction === -1 && playing ? '−' : ''}
        {words}
      </span>
      <IconButton icon={ChevronLeft} label={texts.stepBack} keyName="←" onPress={() => step(-1)} />
      <IconButton
        icon={playing ? Pause : Play}
        label={playing ? texts.pause : texts.play}
        keyName="Space"
        onPress={togglePlay}
      />
      <IconButton icon={ChevronRight} label={texts.stepForward} keyName="→" onPress={() => step(1)} />
    </div>
  );
};
