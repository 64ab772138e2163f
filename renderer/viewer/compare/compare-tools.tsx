import {
  ArrowLeftRight,
  AudioLines,
  Columns2,
  Contrast,
  Crosshair,
  Layers2,
  Link2,
  Link2Off,
  StepBack,
  StepForward,
  X,
} from 'lucide-react';
import { useApp, useCompare } from '../../app/state/context.tsx';
import { compareTexts as texts } from '../../texts/compare.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { syncBySound } from './sync-by-sound.ts';

/** How the two pictures lie, what links them, and the way back. */
export const CompareTools = () => {
  const app = useApp();
  const compare = useCompare((state) => state);
  const { mode, linked, blend } = compare;
  const isDifferent = mode === 'overlay' && blend === 'difference';
  return (
    <div className="compare-tools" role="toolbar" aria-label={texts.group}>
      <IconButton
        icon={Columns2}
        label={texts.sideBySide}
        keyName="Shift F9"
        pressed={mode === 'side'}
        onPress={() => mode !== 'side' && compare.toggle('side')}
      />
      <IconButton
        icon={Layers2}
        label={texts.overlay}
        keyName="F9"
        pressed={mode === 'overlay'}
        onPress={() => mode !== 'overlay' && compare.toggle('overlay')}
      />
      <IconButton
        icon={Contrast}
        label={texts.difference}
        keyName="Alt F9"
        pressed={isDifferent}
        onPress={compare.toggleDifference}
      />
      <span className="compare-tools__gap" />
      <IconButton icon={Crosshair} label={texts.syncHere} keyName="F8" onPress={compare.syncHere} />
      <IconButton
        icon={linked ? Link2 : Link2Off}
        label={linked ? texts.unlink : texts.link}
        keyName="Shift F8"
        pressed={linked}
        onPress={compare.toggleLink}
      />
      <IconButton icon={StepBack} label={texts.nudgeBack} keyName="Alt ," onPress={() => compare.nudge(-1)} />
      <IconButton
        icon={StepForward}
        label={texts.nudgeForward}
        keyName="Alt ."
        onPress={() => compare.nudge(1)}
      />
      <IconButton
        icon={AudioLines}
        label={texts.syncBySound}
        keyName="Alt F8"
        onPress={() => void syncBySound(app)}
      />
      <span className="compare-tools__gap" />
      <IconButton icon={ArrowLeftRight} label={texts.swap} onPress={compare.swap} />
      <IconButton icon={X} label={texts.leave} keyName="Esc" onPress={compare.close} />
    </div>
  );
};

/** How much of the right picture is seen over the left one. */
export const ShareSlider = () => {
  const mode = useCompare((state) => state.mode);
  const blend = useCompare((state) => state.blend);
  const opacity = useCompare((state) => state.opacity);
  const setOpacity = useCompare((state) => state.setOpacity);
  if (mode !== 'overlay' || blend === 'difference') return null;
  return (
    <label className="compare-share">
      <span aria-hidden>{texts.left}</span>
      <input
        type="range"
        className="slider"
        aria-label={texts.opacity}
        aria-valuetext={texts.share(opacity)}
        min={0}
        max={1}
        step={0.05}
        value={opacity}
        onChange={({ target }) => setOpacity(target.valueAsNumber)}
        // The arrows set the share while it has the focus, and not the frame.
        onKeyDown={(event) => event.key.startsWith('Arrow') && event.stopPropagation()}
      />
      <span aria-hidden>{texts.right}</span>
    </label>
  );
};
