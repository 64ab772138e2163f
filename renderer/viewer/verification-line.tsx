import { BadgeAlert, BadgeCheck, Copy, Equal, LoaderCircle, X } from 'lucide-react';
import { useState } from 'react';
import { verificationTexts as texts, viewerTexts } from '../texts/viewer.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { usePaneReview } from './pane.tsx';

const icons = {
  running: LoaderCircle,
  same: BadgeCheck,
  alike: Equal,
  different: BadgeAlert,
  failed: BadgeAlert,
} as const;

/** What came of “verify this frame”, beside the frame number until the frame changes. */
export const VerificationLine = () => {
  const verification = usePaneReview((state) => state.verification);
  const set = usePaneReview((state) => state.setVerification);
  const [copied, setCopied] = useState<string | null>(null);
  const { verdict, words = '', details = '' } = verification ?? {};
  const Icon = verdict && icons[verdict];
  return (
    <div className={verdict ? 'verification-line' : 'visually-hidden'} data-verdict={verdict}>
      {Icon && <Icon size={15} aria-hidden />}
      <p role="status" className="selectable">
        {words}
      </p>
      {verdict && verdict !== 'running' && (
        <IconButton
          icon={Copy}
          label={copied === details ? viewerTexts.copied : texts.copy}
          onPress={() => void navigator.clipboard?.writeText(details).then(() => setCopied(details))}
        />
      )}
      {verdict && <IconButton icon={X} label={texts.close} onPress={() => set(null)} />}
    </div>
  );
};
