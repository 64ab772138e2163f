import { Download, X } from 'lucide-react';
import { useRef } from 'react';
import type { ExportResult } from '#common/domain/index.ts';
import { useJobs } from '../app/state/context.tsx';
import { jobsTexts as texts } from '../texts/jobs.ts';
import { formatBytes } from '../ui/format.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Progress } from '../ui/progress.tsx';
import { type JobRow, rowIsRunning } from './job-rows.ts';
import { jobWords } from './job-words.ts';

/** A job: what it is, how far it is or how it ended, and what can be done about it. */
export const JobItem = ({ row }: { row: JobRow }) => {
  const cancel = useJobs((state) => state.cancel);
  const item = useRef<HTMLLIElement>(null);
  // The button goes with the work; the focus stays in the list, so that Escape still closes it.
  const keepFocus = () => item.current?.closest<HTMLElement>('[role="dialog"]')?.focus();
  const end = (jobId: string) => {
    keepFocus();
    void cancel(jobId);
  };
  if (row.from === 'page') {
    const { cancel: cancelHere } = row.job;
    const onCancel = () => {
      keepFocus();
      cancelHere?.();
    };
    return (
      <li ref={item} className="job">
        <Progress words={row.job.words} fraction={row.job.fraction} onCancel={cancelHere && onCancel} />
      </li>
    );
  }
  const { job } = row;
  return (
    <li ref={item} className="job" data-status={job.status}>
      <div className="job__head">
        <p className="job__title">
          <span className="label">{texts.kinds[job.kind]}</span>{' '}
          <span className="selectable">{job.title}</span>
        </p>
        {!rowIsRunning(row) && (
          <IconButton icon={X} label={texts.dismiss(job.title)} onPress={() => end(job.id)} />
        )}
      </div>
      {rowIsRunning(row) && (
        <Progress words={jobWords(job)} fraction={job.progress} onCancel={() => end(job.id)} />
      )}
      {job.status === 'failed' && <p className="job__failure selectable">{job.failure?.message}</p>}
      {job.status === 'cancelled' && <p className="label">{texts.cancelled}</p>}
      {job.result && <Result result={job.result} />}
    </li>
  );
};

const Result = ({ result }: { result: ExportResult }) => (
  <div className="job__result">
    <p>
      <span className="selectable">{result.fileName}</span>{' '}
      <span className="label">
        {result.frameCount > 0 && `${texts.frames(result.frameCount)} · `}
        {formatBytes(result.sizeBytes)}
      </span>
    </p>
    {result.note && <p className="label selectable">{result.note}</p>}
    {result.downloadPath && (
      <a
        className="button job__download"
        href={result.downloadPath}
        download={result.fileName}
        aria-label={texts.downloadFile(result.fileName)}
      >
        <Download size={14} aria-hidden /> {texts.download}
      </a>
    )}
  </div>
);
