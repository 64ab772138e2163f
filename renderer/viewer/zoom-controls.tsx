import { Grid3x3, Minus, Plus } from 'lucide-react';
import { useLayout } from '../app/state/context.tsx';
import { zoomTexts as texts } from '../texts/viewer.ts';
import { Hint } from '../ui/hint.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { usePaneReview } from './pane.tsx';
import { placePicture } from './picture-view.ts';

/** How large the picture is shown; there while it is zoomed, and under the pointer. */
export const ZoomControls = () => {
  const clip = usePaneReview((state) => state.clip);
  const stage = usePaneReview((state) => state.stage);
  const zoom = usePaneReview((state) => state.zoom);
  const zoomBy = usePaneReview((state) => state.zoomBy);
  const toggleActualSize = usePaneReview((state) => state.toggleActualSize);
  const sharp = useLayout((state) => state.sharpPixels);
  const change = useLayout((state) => state.change);
  if (!clip || !stage) return null;
  const { scale } = placePicture(clip, stage, zoom, sharp ? 'nearest' : 'smooth');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons over the picture is no fieldset
    <div className="zoom-controls" role="group" aria-label={texts.group}>
      <IconButton icon={Minus} label={texts.smaller} keyName="Shift −" onPress={() => zoomBy(0.5)} />
      <Hint text={zoom?.scale === 1 ? texts.fit : texts.actualSize} keyName="Z">
        <button
          type="button"
          className="zoom-controls__scale"
          data-testid="zoom"
          onClick={toggleActualSize}
          aria-description={zoom?.scale === 1 ? texts.fit : texts.actualSize}
        >
          {texts.percent(scale)}
        </button>
      </Hint>
      <IconButton icon={Plus} label={texts.larger} keyName="Shift +" onPress={() => zoomBy(2)} />
      <IconButton
        icon={Grid3x3}
        label={texts.sharp}
        keyName="P"
        pressed={sharp}
        onPress={() => change({ sharpPixels: !sharp })}
      />
    </div>
  );
};
