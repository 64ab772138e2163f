import type { ReactNode } from 'react';
import { viewerTexts as texts } from '../texts/viewer.ts';
import { FrameBar } from './frame-bar.tsx';
import { Stage, type StageProps } from './stage.tsx';
import './viewer.css';

/** The picture with what is laid over it, tools above it, and under it which frame it is. */
export const Viewer = ({ overlay, children }: StageProps & { readonly children?: ReactNode }) => (
  <section className="viewer" aria-label={texts.viewer}>
    {children}
    <Stage overlay={overlay} />
    <FrameBar />
  </section>
);
