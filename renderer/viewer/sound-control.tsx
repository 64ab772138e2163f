import { Volume1, Volume2, VolumeX } from 'lucide-react';
import { useLayout } from '../app/state/context.tsx';
import { viewerTexts as texts } from '../texts/viewer.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { usePaneReview } from './pane.tsx';

/** Mute and volume; there, but idle, for a clip without sound. */
export const SoundControl = () => {
  const hasSound = usePaneReview((state) => state.clip?.hasAudio ?? false);
  const muted = useLayout((state) => state.muted);
  const volume = useLayout((state) => state.volume);
  const change = useLayout((state) => state.change);
  const silent = !hasSound || muted || volume === 0;
  const words = muted ? texts.unmute : texts.mute;
  return (
    <div className="sound-control">
      <IconButton
        icon={silent ? VolumeX : volume < 0.5 ? Volume1 : Volume2}
        label={hasSound ? words : texts.noSound}
        keyName={hasSound ? 'M' : undefined}
        pressed={hasSound && muted}
        disabled={!hasSound}
        onPress={() => change({ muted: !muted })}
      />
      <input
        type="range"
        className="slider sound-control__volume"
        aria-label={texts.volume}
        min={0}
        max={1}
        step={0.05}
        disabled={!hasSound}
        value={muted ? 0 : volume}
        onChange={({ target }) => change({ volume: target.valueAsNumber, muted: false })}
        // The arrows set the volume while it has the focus, and not the frame.
        onKeyDown={(event) => event.key.startsWith('Arrow') && event.stopPropagation()}
      />
    </div>
  );
};
