import { createStore } from 'zustand/vanilla';
import type { Job } from '#common/domain/index.ts';
import type { Client } from '../../client/client.ts';
import { describeError } from '../../client/describe-error.ts';
import { jobEnd } from '../../texts/app.ts';
import { type JobPace, nextPace, secondsLeft } from './job-pace.ts';
import type { NoticesStore } from './notices-store.ts';

/** A job of the host as the page shows it. */
export type FollowedJob = Job & {
  /** By the page's own clock, in milliseconds: the host's may differ. */
  readonly firstSeenAt: number;
  /** When it was seen to end; null while it runs, and for one that had ended before the page looked. */
  readonly endedAt: number | null;
  /** Of its present stage; null while that cannot be said. */
  readonly secondsLeft: number | null;
};

export type JobsState = {
  /** Newest first. */
  readonly jobs: readonly FollowedJob[];
  /** What ended last, for whoever listens instead of looking. */
  readonly announcement: string;
  /** Follows the host's list from now on; once more after the connection came back. */
  readonly follow: () => void;
  /** Cancels a running job; takes an ended one off the list. */
  readonly cancel: (jobId: string) => Promise<void>;
  /** Cancels the opening of a file by its name; false where the host is not at it. */
  readonly cancelOpening: (name: string) => boolean;
};

export type JobsStoreParts = {
  readonly client: Client;
  readonly notices: NoticesStore;
  readonly now?: () => number;
  /** Pause before the list is asked for again when its stream broke, in milliseconds. */
  readonly retryMilliseconds?: number;
};

/** Work whose end somebody waits for without looking. */
const tellsOfEnd: ReadonlySet<Job['kind']> = new Set(['export', 'handover', 'batch']);

/** The host's long work, the same on every page. */
export function createJobsStore({
  client,
  notices,
  now = Date.now,
  retryMilliseconds = 2000,
}: JobsStoreParts) {
  const paces = new Map<string, JobPace>();
  let following: AbortController | null = null;

  return createStore<JobsState>()((set, get) => {
    const { tell } = notices.getState();

    const tellEnd = (job: Job) => {
      const words = jobEnd(job);
      set({ announcement: words });
      if (job.status === 'cancelled') tell('note', words);
      // Whoever opened a clip is told by the call that waits for it.
      else if (job.status === 'failed' && job.kind !== 'open') tell('problem', words);
      else if (job.status === 'done' && tellsOfEnd.has(job.kind)) tell('note', words);
    };

    /** Jobs that had ended before the first list of a stream are old; a short one may come ended in a later list. */
    const take = (list: readonly Job[], isFirst: boolean) => {
      const at = now();
      const before = new Map(get().jobs.map((job) => [job.id, job]));
      const jobs = list.map((job): FollowedJob => {
        const known = before.get(job.id);
        const running = job.status === 'running';
        const pace = nextPace(paces.get(job.id), job.stage, job.progress, at);
        paces.set(job.id, pace);
        return {
          ...job,
          firstSeenAt: known?.firstSeenAt ?? at,
          endedAt: running ? null : (known?.endedAt ?? (known || !isFirst ? at : null)),
          secondsLeft: running ? secondsLeft(pace, at) : null,
        };
      });
      for (const id of paces.keys()) if (!list.some((job) => job.id === id)) paces.delete(id);
      set({ jobs });
      for (const job of jobs) {
        const known = before.get(job.id);
        const isNews = known ? known.status === 'running' : !isFirst;
        if (job.status !== 'running' && isNews) tellEnd(job);
      }
    };

    const listen = async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) {
        try {
          let isFirst = true;
          for await (const jobs of await client.jobs.watch(undefined, { signal })) {
            take(jobs, isFirst);
            isFirst = false;
          }
        } catch {
          // A lost connection is told elsewhere; the list comes again with it.
        }
        if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
      }
    };

    const cancel = async (jobId: string): Promise<void> => {
      try {
        await client.jobs.cancel({ jobId });
      } catch (error) {
        const { code, message } = describeError(error);
        if (code !== 'NOT_FOUND') tell('problem', message);
      }
    };

    return {
      jobs: [],
      announcement: '',
      follow: () => {
        following?.abort();
        following = new AbortController();
        void listen(following.signal);
      },
      cancel,
      cancelOpening: (name) => {
        const opening = get().jobs.filter(
          (job) => job.kind === 'open' && job.status === 'running' && job.title === name,
        );
        for (const job of opening) void cancel(job.id);
        return opening.length > 0;
      },
    };
  });
}

export type JobsStore = ReturnType<typeof createJobsStore>;
