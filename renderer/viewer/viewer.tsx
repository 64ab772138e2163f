import { useEffect, useRef } from 'react';
import { useApp, useLayout, useReview } from '../app/state/context.tsx';
import { FrameBar } from './frame-bar.tsx';
import { startPlayer } from './player.ts';
import { viewerTexts as texts } from './texts.ts';
import './viewer.css';

/** The picture, and under it which frame it is. */
export const Viewer = () => (
  <section className="viewer" aria-label="Viewer">
    <Stage />
    <FrameBar />
  </section>
);

const Stage = () => {
  const clip = useReview((state) => state.clip);
  const problem = useReview((state) => state.pictureProblem);
  const indexed = useReview((state) => state.times !== null);
  return (
    <div className="stage">
      {clip && <Picture key={clip.id} />}
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
      <FirstHint />
    </div>
  );
};

const Picture = () => {
  const { stores } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const clip = useReview((state) => state.clip);
  const times = useReview((state) => state.times);
  const shown = useReview((state) => state.shown);

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (!clip || !times || !context) return;
    const player = startPlayer({ clip, times, review: stores.review, context });
    return player.stop;
  }, [clip, times, stores.review]);

  if (!clip) return null;
  return (
    <canvas
      ref={canvas}
      className="stage__picture"
      data-clip={clip.id}
      data-frame={shown ?? undefined}
      width={clip.width}
      height={clip.height}
      role="img"
      aria-label={shown === null ? texts.noPicture : texts.picture(shown)}
    />
  );
};

/** The one hint of the first start. */
const FirstHint = () => {
  const wanted = useLayout((state) => state.hint);
  const change = useLayout((state) => state.change);
  const indexed = useReview((state) => state.times !== null);
  if (!wanted || !indexed) return null;
  return (
    <p className="stage__hint">
      Drag a range on the timeline and press <kbd className="key">F</kbd> to make the model look there.
      <button type="button" className="button button--plain" onClick={() => change({ hint: false })}>
        Got it
      </button>
    </p>
  );
};
