import { X } from 'lucide-react';
import { useEffect } from 'react';
import { JobsButton } from '../jobs/jobs-button.tsx';
import { shellTexts as texts } from '../texts/app.ts';
import { formatBytes } from '../ui/format.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { useApp, useHost, useNotices } from './state/context.tsx';

/** How often the sent bytes are asked for, in milliseconds. */
const pollMilliseconds = 4000;

/** Jobs with progress, the latest notice, and what left this machine. */
export const StatusLine = ({ onHistory }: { onHistory: () => void }) => {
  const { actions, stores } = useApp();
  const notice = useNotices((state) => state.current);
  const dismiss = useNotices((state) => state.dismiss);
  const sent = useHost((state) => state.info?.networkBytesSent ?? 0);
  useEffect(() => {
    const timer = setInterval(() => void actions.refreshInfo(), pollMilliseconds);
    return () => clearInterval(timer);
  }, [actions]);
  return (
    <footer className="status-line">
      <button type="button" className="status-line__history" onClick={onHistory}>
        {texts.notices}
      </button>
      <JobsButton />
      <span
        className={`status-line__notice${notice?.kind === 'problem' ? ' status-line__notice--problem' : ''}`}
        role={notice?.kind === 'problem' ? 'alert' : 'status'}
        title={notice?.text}
      >
        {notice?.text}
      </span>
      {notice && (
        <button type="button" className="status-line__dismiss" aria-label={texts.dismiss} onClick={dismiss}>
          <X size={12} aria-hidden />
        </button>
      )}
      <button
        type="button"
        className="status-line__network"
        title={texts.networkHelp}
        onClick={() => stores.dialogs.getState().open('ledger')}
      >
        {texts.networkSent(formatBytes(sent))}
      </button>
    </footer>
  );
};

/** Everything told so far. */
export const NoticesDialog = ({ onClose }: { onClose: () => void }) => {
  const notices = useNotices((state) => state.notices);
  return (
    <OverlayDialog title={texts.notices} className="notices" onClose={onClose}>
      <h2>{texts.notices}</h2>
      {notices.length === 0 && <p className="label">{texts.noNotices}</p>}
      <ol className="notices__list">
        {notices.toReversed().map((notice) => (
          <li key={notice.id} className={notice.kind === 'problem' ? 'notices__problem' : undefined}>
            <time className="label" dateTime={notice.at.toISOString()}>
              {notice.at.toLocaleTimeString([], { hour12: false })}
            </time>{' '}
            <span className="selectable">{notice.text}</span>
          </li>
        ))}
      </ol>
    </OverlayDialog>
  );
};
