import type { FollowedJob } from '../app/state/jobs-store.ts';
import type { Job as LocalJob } from '../app/state/notices-store.ts';

export type JobRow =
  | { readonly from: 'host'; readonly key: string; readonly job: FollowedJob }
  | { readonly from: 'page'; readonly key: string; readonly job: LocalJob };

/** Work that ends sooner is not worth a person's eye. */
const shownAfterMilliseconds = 1000;

/** What is worth showing of the page's own jobs and of the host's, running ones first. */
export function jobRows(
  hostJobs: readonly FollowedJob[],
  pageJobs: readonly LocalJob[],
  nowMilliseconds: number,
): readonly JobRow[] {
  const isRunning = (job: FollowedJob) => job.status === 'running';
  const isShown = (job: FollowedJob) => {
    if (job.status === 'failed' || job.result) return true;
    // What a clip opened or analysed has come to is seen in its place.
    if (job.status === 'done') return false;
    const until = isRunning(job) ? nowMilliseconds : job.endedAt;
    return until !== null && until - job.firstSeenAt >= shownAfterMilliseconds;
  };
  const openedByHost = new Set(
    hostJobs.filter((job) => job.kind === 'open' && isRunning(job)).map(({ title }) => title),
  );
  const host = hostJobs.filter(isShown).map((job): JobRow => ({ from: 'host', key: job.id, job }));
  const page = pageJobs
    .filter(({ startedAt }) => nowMilliseconds - startedAt >= shownAfterMilliseconds)
    // The host's job for the same file tells more.
    .filter(({ opens }) => opens === undefined || !openedByHost.has(opens))
    .map((job): JobRow => ({ from: 'page', key: `page-${job.id}`, job }));
  const [running, ended] = [host.filter(rowIsRunning), host.filter((row) => !rowIsRunning(row))];
  return [...page, ...running, ...ended];
}

export const rowIsRunning = (row: JobRow): boolean => row.from === 'page' || row.job.status === 'running';
