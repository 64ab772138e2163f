import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useDialog, useJobs } from '../app/state/context.tsx';
import { jobsTexts as texts } from '../texts/jobs.ts';
import { JobItem } from './job-item.tsx';
import { type JobRow, rowIsRunning } from './job-rows.ts';
import { stageWords } from './job-words.ts';
import { useJobRows } from './use-job-rows.ts';
import './jobs.css';

/** `2 jobs · Analysing 48 %`: opens the list of what goes on and of what has come of it. */
export const JobsButton = () => {
  const rows = useJobRows();
  const announcement = useJobs((state) => state.announcement);
  const isOpen = useDialog((state) => state.dialog === 'jobs');
  const open = useDialog((state) => state.open);
  const close = useDialog((state) => state.close);
  const fraction = fractionOf(rows.find(rowIsRunning));
  return (
    <>
      <DialogTrigger isOpen={isOpen} onOpenChange={(wanted) => (wanted ? open('jobs') : close())}>
        <Button className="jobs-button">
          {summary(rows)}
          {fraction !== null && (
            <span className="progress" aria-hidden="true">
              <span style={{ width: `${Math.round(fraction * 100)}%` }} />
            </span>
          )}
        </Button>
        <Popover className="popover jobs" placement="top start" offset={4}>
          <Dialog className="jobs__inner" aria-label={texts.jobs}>
            <h2>{texts.jobs}</h2>
            {rows.length === 0 && <p className="label">{texts.none}</p>}
            <ul className="jobs__list">
              {rows.map((row) => (
                <JobItem key={row.key} row={row} />
              ))}
            </ul>
          </Dialog>
        </Popover>
      </DialogTrigger>
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
    </>
  );
};

function summary(rows: readonly JobRow[]): string {
  const running = rows.filter(rowIsRunning);
  const [first] = running;
  if (first) {
    const words = first.from === 'page' ? first.job.words : stageWords(first.job);
    return running.length > 1 ? `${texts.running(running.length)} · ${words}` : words;
  }
  const count = (status: string) =>
    rows.filter(
      (row) => row.from === 'host' && row.job.status === status && (status !== 'done' || row.job.result),
    ).length;
  const parts = [
    count('done') > 0 ? texts.ready(count('done')) : '',
    count('failed') > 0 ? texts.failed(count('failed')) : '',
  ];
  return [texts.jobs, ...parts.filter(Boolean)].join(' · ');
}

const fractionOf = (row: JobRow | undefined): number | null =>
  row?.from === 'page' ? row.job.fraction : (row?.job.progress ?? null);
