import { type ComponentType, useEffect, useRef } from 'react';
import { useApp, useLayout, useReview } from '../app/state/context.tsx';
import { viewerTexts as texts } from '../texts/viewer.ts';
import type { PicturePlace } from '../ui/picture-place.ts';
import { placePicture } from './picture-view.ts';
import { startPlayer } from './player.ts';
import { useStage } from './use-stage.ts';
import { VerificationLine } from './verification-line.tsx';
import { ZoomControls } from './zoom-controls.tsx';
import './stage.css';

/** What is laid over the picture, inside the stage. */
export type Overlay = ComponentType<PicturePlace>;
export type StageProps = { readonly overlay?: Overlay | undefined };

/** The picture itself, as large as fits or as a person zoomed it, and what is said over it. */
export const Stage = ({ overlay: Overlay }: StageProps) => {
  const clip = useReview((state) => state.clip);
  const problem = useReview((state) => state.pictureProblem);
  const indexed = useReview((state) => state.times !== null);
  const zoomed = useReview((state) => state.zoom !== null);
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
        <FirstHint />
        <VerificationLine />
      </div>
    </div>
  );
};

const OverlayPlace = ({
  ratio,
  offset,
  overlay: Content,
}: ReturnType<typeof useStage> & { overlay: Overlay }) => {
  const clip = useReview((state) => state.clip);
  const shown = useReview((state) => state.shown);
  const stage = useReview((state) => state.stage);
  const zoom = useReview((state) => state.zoom);
  const smoothing = useLayout((state) => (state.sharpPixels ? 'nearest' : 'smooth'));
  if (!clip || !stage || shown === null) return null;
  const { left, top, scale } = placePicture(clip, stage, zoom, smoothing);
  return (
    <Content
      clip={clip}
      frame={shown}
      left={(left + offset.x) / ratio}
      top={(top + offset.y) / ratio}
      width={(clip.width * scale) / ratio}
      height={(clip.height * scale) / ratio}
    />
  );
};

const Picture = ({ ratio, offset }: ReturnType<typeof useStage>) => {
  const { client, stores } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const clip = useReview((state) => state.clip);
  const times = useReview((state) => state.times);
  const shown = useReview((state) => state.shown);
  const stage = useReview((state) => state.stage);
  const zoom = useReview((state) => state.zoom);
  const smoothing = useLayout((state) => (state.sharpPixels ? 'nearest' : 'smooth'));

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (!clip || !times || !context) return;
    const player = startPlayer({
      clip,
      times,
      context,
      review: stores.review,
      layout: stores.layout,
      fingerprint: (frame, signal) => client.clips.fingerprint({ clipId: clip.id, frame }, { signal }),
    });
    return player.stop;
  }, [clip, times, stores, client]);

  if (!clip) return null;
  const place = stage && placePicture(clip, stage, zoom, smoothing);
  return (
    <canvas
      ref={canvas}
      className="stage__picture"
      data-clip={clip.id}
      data-frame={shown ?? undefined}
      data-scale={place?.scale}
      width={clip.width}
      height={clip.height}
      style={
        place
          ? {
              // Left, top, width and height would be rounded to whole pixels of CSS.
              transform: `translate(${(place.left + offset.x) / ratio}px, ${(place.top + offset.y) / ratio}px) scale(${place.scale / ratio})`,
              imageRendering: smoothing === 'nearest' && place.scale >= 1 ? 'pixelated' : 'auto',
            }
          : { visibility: 'hidden' }
      }
      role="img"
      aria-label={shown === null ? texts.noPicture : texts.picture(shown)}
    />
  );
};

/** The one hint of the first start. */
const FirstHint = () => {
  const { stores } = useApp();
  const wanted = useLayout((state) => state.hint);
  const change = useLayout((state) => state.change);
  const indexed = useReview((state) => state.times !== null);
  if (!wanted || !indexed) return null;
  return (
    <p className="stage__hint">
      {texts.firstHint[0]} <kbd className="key">F</kbd> {texts.firstHint[1]}
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
