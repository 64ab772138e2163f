import { FrameBar } from './frame-bar.tsx';
import { Stage } from './stage.tsx';
import { viewerTexts as texts } from './texts.ts';
import './viewer.css';

/** The picture, and under it which frame it is. */
export const Viewer = () => (
  <section className="viewer" aria-label={texts.viewer}>
    <Stage />
    <FrameBar />
  </section>
);
