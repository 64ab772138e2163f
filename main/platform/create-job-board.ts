import {
  cancelled,
  DeepSportError,
  type ExportResult,
  type Job,
  toDeepSportError,
} from '#common/domain/index.ts';
import { createChanges } from './create-changes.ts';
import type { JobBoard, JobStart, JobWork } from './job-board.ts';
import type { Clock, CreateId } from './ports.ts';

export type JobBoardParts = { readonly clock: Clock; readonly createId: CreateId };

/** Ended jobs kept, at most. */
const keptJobs = 50;
/** Between two lists, however often work reports. */
const shortestPause = 100;

type ClosableJobBoard = JobBoard & AsyncDisposable;

/** A job board in memory; closing it cancels what runs and waits until it has ended. */
export function createJobBoard({ clock, createId }: JobBoardParts): ClosableJobBoard {
  // Insertion order is order of start.
  const jobs = new Map<string, Job>();
  const running = new Map<
    string,
    { readonly controller: AbortController; readonly ended: Promise<unknown> }
  >();
  const { tell, watch } = createChanges(shortestPause);
  const update = (id: string, change: Partial<Job>) => {
    const job = jobs.get(id);
    if (!job) return;
    jobs.set(id, { ...job, ...change });
    tell();
  };
  const list = (): readonly Job[] => [...jobs.values()].reverse();
  const forgetOldest = () => {
    const ended = [...jobs.values()].filter(({ status }) => status !== 'running');
    for (const { id } of ended.slice(0, Math.max(0, ended.length - keptJobs))) jobs.delete(id);
  };

  const run = async <Result>(
    id: string,
    controller: AbortController,
    work: JobWork<Result>,
    toResult: (result: Result) => ExportResult | null,
  ): Promise<Result> => {
    const { signal } = controller;
    try {
      const result = await work({
        signal,
        report: ({ stage, done, total }) => {
          const progress = total === null || total <= 0 ? null : Math.min(1, done / total);
          if (running.has(id)) update(id, { stage, progress });
        },
      });
      running.delete(id);
      update(id, { status: 'done', progress: 1, result: toResult(result) });
      return result;
    } catch (error) {
      running.delete(id);
      const failure = signal.aborted ? cancelled() : toDeepSportError(error);
      const { code, message } = failure;
      update(
        id,
        code === 'CANCELLED' ? { status: 'cancelled' } : { status: 'failed', failure: { code, message } },
      );
      throw failure;
    } finally {
      forgetOldest();
    }
  };

  return {
    start<Result>(
      { id = createId(), kind, title, clipId }: JobStart,
      work: JobWork<Result>,
      toResult: (result: Result) => ExportResult | null = () => null,
    ) {
      const startedAt = new Date(clock()).toISOString();
      jobs.set(id, {
        id,
        kind,
        title,
        clipId,
        status: 'running',
        stage: '',
        progress: null,
        startedAt,
        failure: null,
        result: null,
      });
      const controller = new AbortController();
      const finished = Promise.resolve().then(() => run(id, controller, work, toResult));
      // Whoever started it may look away; the list tells of a failure.
      const ended = finished.catch(() => {});
      running.set(id, { controller, ended });
      tell();
      return { id, finished };
    },
    list,
    watch: (signal) => watch(list, signal),
    cancel(id) {
      const work = running.get(id);
      if (work) work.controller.abort();
      else if (jobs.delete(id)) tell();
      else throw new DeepSportError('NOT_FOUND', 'This job has ended and is no longer on the list.', { id });
    },
    async [Symbol.asyncDispose]() {
      const all = [...running.values()];
      for (const { controller } of all) controller.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
