import { BadgeCheck } from 'lucide-react';
import { useReview } from '../app/state/context.tsx';
import { verificationTexts } from '../texts/viewer.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { clipBadges } from './clip-badges.ts';
import { ClipDetails } from './clip-details.tsx';
import { FrameNumber, FrameTime } from './frame-number.tsx';
import { SoundControl } from './sound-control.tsx';
import { Transport } from './transport.tsx';

/** Frame number first and large, then time, then badges; always in the same place. */
export const FrameBar = () => {
  const clip = useReview((state) => state.clip);
  if (!clip) return <div className="frame-bar" />;
  return (
    <div className="frame-bar">
      <FrameNumber key={clip.id} frameCount={clip.frameCount} />
      <Verify />
      <FrameTime />
      <Badges />
      <ClipDetails key={`details-${clip.id}`} clip={clip} />
      <Transport />
      <SoundControl />
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
