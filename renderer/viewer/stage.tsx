import { type ComponentType, useRef } from 'react';
import { useApp, useLayout } from '../app/state/context.tsx';
import { viewerTexts as texts } from '../texts/viewer.ts';
import type { PicturePlace } from '../ui/picture-place.ts';
import { usePane, usePaneReview } from './pane.tsx';
import { Picture } from './picture.tsx';
import { usePlacement } from './use-placement.ts';
import { type DevicePixels, useStage } from './use-stage.ts';
import { VerificationLine } from './verification-line.tsx';
import { ZoomControls } from './zoom-controls.tsx';
import './stage.css';

/** What is laid over the picture, inside the stage. */
export type Overlay = ComponentType<PicturePlace>;
export type StageProps = { readonly overlay?: Overlay | undefined };

/** The picture itself, as large as fits or as a person zoomed it, and what is said over it. */
export const Stage = ({ overlay: Overlay }: StageProps) => {
  const clip = usePaneReview((state) => state.clip);
  const problem = usePaneReview((state) => state.pictureProblem);
  const indexed = usePaneReview((state) => state.times !== null);
  const zoomed = usePaneReview((state) => state.zoom !== null);
  const { side } = usePane();
  const area = useRef<HTMLDivElement>(null);
  const device = useStage(area);
  return (
    <div ref={area} className="stage" data-zoomed={zoomed || undefined}>
      {clip && <Picture key={clip.id} ratio={device.ratio} offset={device.offset} />}
      {Overlay && <OverlayPlace ratio={device.ratio} offset={device.offset} overlay={Overlay} />}
      {problem && (
        <p className="stage__message" role="alert">
          {problem}
        </p>
      )}
      {clip && !indexed && !problem && <p className="stage__message">{texts.indexing(clip.name)} …</p>}
      {!clip && (
        <p className="stage__message">
          {texts.noClip} <kbd className="key">{texts.noClipKey}</kbd>
        </p>
      )}
      {clip && indexed && <ZoomControls />}
      <div className="stage__notes">
        {side === 'left' && <FirstHint />}
        <VerificationLine />
      </div>
    </div>
  );
};

const OverlayPlace = ({ ratio, offset, overlay: Content }: DevicePixels & { overlay: Overlay }) => {
  const { side } = usePane();
  const clip = usePaneReview((state) => state.clip);
  const shown = usePaneReview((state) => state.shown);
  const place = usePlacement();
  if (!clip || !place || shown === null) return null;
  return (
    <div className="stage__over">
      <Content
        clip={clip}
        pane={side}
        frame={shown}
        left={(place.left + offset.x) / ratio}
        top={(place.top + offset.y) / ratio}
        width={(clip.width * place.scale) / ratio}
        height={(clip.height * place.scale) / ratio}
      />
    </div>
  );
};

/** The one hint of the first start. */
const FirstHint = () => {
  const { stores } = useApp();
  const wanted = useLayout((state) => state.hint);
  const change = useLayout((state) => state.change);
  const indexed = usePaneReview((state) => state.times !== null);
  if (!wanted || !indexed) return null;
  return (
    <p className="stage__hint">
      <span>
        {texts.firstHint[0]} <kbd className="key">F</kbd> {texts.firstHint[1]}
      </span>
      <button
        type="button"
        className="button button--plain"
        onClick={() => {
          change({ hint: false });
          stores.tour.getState().goTo(0);
        }}
      >
        {texts.takeTour}
      </button>
      <button type="button" className="button button--plain" onClick={() => change({ hint: false })}>
        {texts.gotIt}
      </button>
    </p>
  );
};
