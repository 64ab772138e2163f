import { X } from 'lucide-react';
import { useEffect } from 'react';
import { formatBytes } from '../ui/format.ts';
import { OverlayDialog } from '../ui/overlay-dialog.tsx';
import { Progress } from '../ui/progress.tsx';
import { useApp, useHost, useNotices } from './state/context.tsx';
import { shellTexts as texts } from './texts.ts';

/** How often the sent bytes are asked for, in milliseconds. */
const pollMilliseconds = 4000;

/** Jobs with progress, the latest notice, and what left this machine. */
export const StatusLine = ({ onHistory }: { onHistory: () => void }) => {
  const { actions } = useApp();
  const job = useNotices((state) => state.jobs.at(-1));
  const jobCount = useNotices((state) => state.jobs.length);
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
      {job && (
        <span className="status-line__job">
          {job.words}
          {job.fraction !== null && (
            <span className="progress" aria-hidden="true">
              <span style={{ width: `${Math.round(job.fraction * 100)}%` }} />
            </span>
          )}
          {jobCount > 1 && ` · ${jobCount} jobs`}
          {job.cancel && (
            <button type="button" className="status-line__cancel" onClick={job.cancel}>
              {texts.cancel}
            </button>
          )}
        </span>
      )}
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
      <span className="status-line__network" title={texts.networkHelp}>
        {texts.networkSent(formatBytes(sent))}
      </span>
    </footer>
  );
};

/** Everything told so far, and the jobs that run. */
export const NoticesDialog = ({ onClose }: { onClose: () => void }) => {
  const notices = useNotices((state) => state.notices);
  const jobs = useNotices((state) => state.jobs);
  return (
    <OverlayDialog title={texts.notices} className="notices" onClose={onClose}>
      <h2>{texts.jobs}</h2>
      {jobs.length === 0 && <p className="label">{texts.noJobs}</p>}
      {jobs.map((job) => (
        <Progress key={job.id} words={job.words} fraction={job.fraction} onCancel={job.cancel} />
      ))}
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
