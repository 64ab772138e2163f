import { useJobs } from '../app/state/context.tsx';
import { jobsTexts as texts } from '../texts/jobs.ts';
import { Progress } from '../ui/progress.tsx';
import { rowIsRunning } from './job-rows.ts';
import { jobWords } from './job-words.ts';
import { useJobRows } from './use-job-rows.ts';
import './jobs.css';

/** Over the picture while a file takes long to open: how far it is, and the way out. */
export const OpeningJob = () => {
  const rows = useJobRows();
  const cancel = useJobs((state) => state.cancel);
  const row = rows.find((each) => rowIsRunning(each) && opensClip(each));
  if (!row) return null;
  return (
    <div className="opening-job popover">
      {row.from === 'page' ? (
        <Progress words={row.job.words} fraction={row.job.fraction} onCancel={row.job.cancel} />
      ) : (
        <>
          <p className="job__title">
            <span className="label">{texts.kinds.open}</span> {row.job.title}
          </p>
          <Progress
            words={jobWords(row.job)}
            fraction={row.job.progress}
            onCancel={() => void cancel(row.job.id)}
          />
        </>
      )}
    </div>
  );
};

const opensClip = (row: ReturnType<typeof useJobRows>[number]): boolean =>
  row.from === 'page' ? row.job.opens !== undefined : row.job.kind === 'open';
