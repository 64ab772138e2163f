import { useEffect, useMemo, useState } from 'react';
import { useJobs, useNotices } from '../app/state/context.tsx';
import { type JobRow, jobRows } from './job-rows.ts';

const tickMilliseconds = 500;

/** The rows of the jobs list; a job that has become old enough appears by itself. */
export function useJobRows(): readonly JobRow[] {
  const hostJobs = useJobs((state) => state.jobs);
  const pageJobs = useNotices((state) => state.jobs);
  const [now, setNow] = useState(Date.now);
  const running = pageJobs.length > 0 || hostJobs.some(({ status }) => status === 'running');
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), tickMilliseconds);
    return () => clearInterval(timer);
  }, [running]);
  return useMemo(() => jobRows(hostJobs, pageJobs, now), [hostJobs, pageJobs, now]);
}
