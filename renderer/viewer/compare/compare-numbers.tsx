import { useStore } from 'zustand';
import type { Side } from '../../app/state/compare-state.ts';
import { useCompare, useReview } from '../../app/state/context.tsx';
import { compareTexts as texts } from '../../texts/compare.ts';
import { FrameNumber, FrameTime } from '../frame-number.tsx';
import { PaneProvider, usePane, usePaneReview } from '../pane.tsx';
import { comparedTimes } from './compared-times.ts';

/** The number and time of both frames and what lies between them, always in the same place. */
export const CompareNumbers = () => (
  <div className="compare-numbers">
    <PaneProvider side="left">
      <Half />
    </PaneProvider>
    <Between />
    <PaneProvider side="right">
      <Half />
    </PaneProvider>
  </div>
);

const Half = () => {
  const { side } = usePane();
  const clip = usePaneReview((state) => state.clip);
  const isFocused = useCompare((state) => state.focus === side);
  const focusOn = useCompare((state) => state.focusOn);
  if (!clip) return <div className="compare-half" />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: two numbers with a name are no fieldset
    <div
      role="group"
      className="compare-half"
      aria-label={texts.pane[side]}
      data-side={side}
      data-focused={isFocused || undefined}
      onPointerDown={() => focusOn(side)}
    >
      <FrameNumber key={clip.id} frameCount={clip.frameCount} />
      <FrameTime />
      <SideName side={side} name={clip.name} isFocused={isFocused} />
    </div>
  );
};

const SideName = ({ side, name, isFocused }: { side: Side; name: string; isFocused: boolean }) => (
  <p className="compare-half__name" title={name}>
    <span className="compare-half__side">
      {texts[side]}
      {isFocused && <span className="visually-hidden">, {texts.inHand}</span>}
    </span>{' '}
    {name}
  </p>
);

const Between = () => {
  const left = useReview((state) => state);
  const right = useRight();
  const sync = useCompare((state) => state.sync);
  const linked = useCompare((state) => state.linked);
  const { apartSeconds, words } = comparedTimes(left, right, linked ? sync : null);
  return (
    <div className="compare-between">
      <p className="compare-between__apart" title={texts.apartHelp} data-testid="apart">
        {apartSeconds === null ? '–' : texts.apart(apartSeconds)}
      </p>
      <p className="compare-between__words" data-testid="instant">
        {words ?? (sync ? texts.notLinked : texts.notSyncedShort)}
      </p>
    </div>
  );
};

const useRight = () => {
  const right = useCompare((state) => state.right);
  return useStore(right, (state) => state);
};
