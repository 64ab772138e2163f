import { BadgeCheck, Columns2 } from 'lucide-react';
import { useApp, useCompare, useReview } from '../app/state/context.tsx';
import { compareTexts } from '../texts/compare.ts';
import { verificationTexts } from '../texts/viewer.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { clipBadges } from './clip-badges.ts';
import { ClipDetails } from './clip-details.tsx';
import { CompareTools } from './compare/compare-tools.tsx';
import { FrameNumber, FrameTime } from './frame-number.tsx';
import { LoopBadge } from './loop-badge.tsx';
import { PaneProvider } from './pane.tsx';
import { SoundControl } from './sound-control.tsx';
import { Transport } from './transport.tsx';

/** Frame number first and large, then time, then badges; always in the same place. Of two pictures: their tools. */
export const FrameBar = () => {
  const clip = useReview((state) => state.clip);
  const mode = useCompare((state) => state.mode);
  const focus = useCompare((state) => state.focus);
  if (!clip) return <div className="frame-bar" />;
  if (mode !== 'off') {
    return (
      <div className="frame-bar">
        <CompareTools />
        <PaneProvider side={focus}>
          <LoopBadge />
          <Transport />
          <SoundControl />
        </PaneProvider>
      </div>
    );
  }
  return (
    <div className="frame-bar">
      <FrameNumber key={clip.id} frameCount={clip.frameCount} />
      <Verify />
      <FrameTime />
      <LoopBadge />
      <Badges />
      <ClipDetails key={`details-${clip.id}`} clip={clip} />
      <Transport />
      <SoundControl />
      <CompareButton />
    </div>
  );
};

const CompareButton = () => {
  const { dialogs } = useApp().stores;
  return (
    <div className="frame-bar__compare">
      <IconButton
        icon={Columns2}
        label={compareTexts.open}
        keyName={compareTexts.openKey}
        onPress={() => dialogs.getState().open('compare')}
      />
    </div>
  );
};

const Verify = () => {
  const ask = useReview((state) => state.askForVerification);
  const verdict = useReview((state) => state.verification?.verdict);
  return (
    <div className="verify" data-verdict={verdict}>
      <IconButton icon={BadgeCheck} label={verificationTexts.ask} keyName="V" onPress={ask} />
    </div>
  );
};

const Badges = () => {
  const clip = useReview((state) => state.clip);
  const path = useReview((state) => state.decodePath);
  const mainAsked = useReview((state) => state.mainAsked);
  if (!clip) return null;
  return (
    <ul className="badges">
      {clipBadges(clip, path, mainAsked).map(({ text, help, strong }) => (
        <li key={text} className={`badge${strong ? ' badge--strong' : ''}`} title={help}>
          {text}
        </li>
      ))}
    </ul>
  );
};
