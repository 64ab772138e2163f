import type { CSSProperties, ReactNode } from 'react';
import type { Side } from '../app/state/compare-state.ts';
import { useCompare } from '../app/state/context.tsx';
import { compareTexts } from '../texts/compare.ts';
import { viewerTexts as texts } from '../texts/viewer.ts';
import { CompareNumbers } from './compare/compare-numbers.tsx';
import { ShareSlider } from './compare/compare-tools.tsx';
import { FrameBar } from './frame-bar.tsx';
import { PaneProvider } from './pane.tsx';
import { type Overlay, Stage, type StageProps } from './stage.tsx';
import { useLeave } from './use-leave.ts';
import './compare/compare.css';
import './viewer.css';

/** The picture, or two, with what is laid over it, tools above it, and under it which frame it is. */
export const Viewer = ({ overlay, children }: StageProps & { readonly children?: ReactNode }) => {
  const mode = useCompare((state) => state.mode);
  const blend = useCompare((state) => state.blend);
  const opacity = useCompare((state) => state.opacity);
  useLeave();
  const share = blend === 'difference' ? 1 : opacity;
  return (
    <section className="viewer" aria-label={texts.viewer}>
      {children}
      <div
        className="panes"
        data-mode={mode}
        data-blend={mode === 'overlay' ? blend : undefined}
        style={{ '--share': share } as CSSProperties}
      >
        <PaneView side="left" overlay={overlay} />
        {mode !== 'off' && <PaneView side="right" overlay={overlay} />}
        <ShareSlider />
      </div>
      {mode !== 'off' && <CompareNumbers />}
      <FrameBar />
    </section>
  );
};

const PaneView = ({ side, overlay }: { side: Side; overlay: Overlay | undefined }) => {
  const focusOn = useCompare((state) => state.focusOn);
  const comparing = useCompare((state) => state.mode !== 'off');
  return (
    <PaneProvider side={side}>
      {/* biome-ignore lint/a11y/useSemanticElements: a picture with a name is no fieldset */}
      <div
        role="group"
        className={`pane pane--${side}`}
        aria-label={comparing ? compareTexts.pane[side] : texts.stage}
        onPointerDown={() => focusOn(side)}
      >
        <Stage overlay={overlay} />
      </div>
    </PaneProvider>
  );
};
