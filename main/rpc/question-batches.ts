import { DeepSportError, type QuestionBatch } from '#common/domain/index.ts';
import type { EngineRegistry } from '../inference/engine-registry.ts';
import { type Clock, type CreateId, createChanges, type JobBoard } from '../platform/index.ts';
import type { ProjectStore } from '../project/project-store.ts';
import type { TargetParts } from './batches/ask-target.ts';
import { asResumed, atRest, withRetry } from './batches/batch-state.ts';
import { type BatchRun, runBatch } from './batches/run-batch.ts';
import type { QuestionBatches } from './services.ts';

export type QuestionBatchesParts = TargetParts & {
  readonly engines: Pick<EngineRegistry, 'card'>;
  readonly project: Pick<ProjectStore, 'readOnly' | 'batches' | 'putBatch' | 'removeBatch' | 'onUpdate'>;
  readonly jobs: JobBoard;
  readonly defaultEngine: () => string;
  /** How many questions an engine answers at once, by its id: one, but for servers. */
  readonly placesOf: (engineId: string) => number;
  readonly clock: Clock;
  readonly createId: CreateId;
};

type LiveRun = BatchRun & { ended: Promise<void>; isWanted: boolean };

/** Between two lists, however often a batch changes. */
const shortestPause = 100;
/** Each question holds frames in memory. */
const mostPlaces = 16;

/**
 * Queues of one question asked of many ranges, kept in the project and worked on as jobs; cancelling the job pauses the
 * queue. What was under way when the application ended is asked again when the queue goes on.
 */
export function createQuestionBatches(parts: QuestionBatchesParts): QuestionBatches {
  const { project, engines, jobs, clock, createId } = parts;
  const runs = new Map<string, LiveRun>();
  const { tell, watch } = createChanges(shortestPause);
  const list = (): readonly QuestionBatch[] =>
    project.batches().map((stored) => runs.get(stored.id)?.batch ?? atRest(stored));
  const find = (batchId: string): QuestionBatch => {
    const batch = list().find(({ id }) => id === batchId);
    if (batch) return batch;
    throw new DeepSportError('NOT_FOUND', 'This queue is no longer in the project.', { batchId });
  };
  const checkWritable = () => {
    if (project.readOnly !== null) throw new DeepSportError('PROJECT_READ_ONLY', project.readOnly);
  };
  /** What a person has removed, or another project has put away, is written no more. */
  const keep = (run: LiveRun) => {
    if (runs.get(run.batch.id) !== run) return;
    project.putBatch(run.batch);
    tell();
  };

  const launch = (batch: QuestionBatch, only: LiveRun['only'] = null): void => {
    const run: LiveRun = {
      batch,
      only,
      isPaused: false,
      isWanted: false,
      stop: new AbortController(),
      ended: Promise.resolve(),
    };
    runs.set(batch.id, run);
    keep(run);
    const { title } = batch;
    const places = Math.max(1, Math.min(parts.placesOf(batch.engine), mostPlaces));
    const { finished } = jobs.start({ kind: 'batch', title, clipId: null }, async ({ signal, report }) => {
      const pauseRun = () => haltQuietly(run);
      signal.addEventListener('abort', pauseRun);
      try {
        await runBatch(run, { ...parts, places, report, onChange: () => keep(run) });
      } finally {
        signal.removeEventListener('abort', pauseRun);
      }
    });
    run.ended = finished
      .catch(() => {})
      .then(() => {
        if (runs.get(batch.id) !== run) return;
        runs.delete(batch.id);
        // Asked to go on while its last question was still being answered.
        if (run.isWanted && run.batch.status === 'paused') launch(asResumed(run.batch));
        else tell();
      });
  };

  const halt = (run: LiveRun) => {
    run.isPaused = true;
    run.isWanted = false;
    run.batch = { ...run.batch, status: 'paused' };
    keep(run);
  };

  /** Where not even that can be kept, what is stored is taken for paused when it is read again. */
  const haltQuietly = (run: LiveRun) => {
    try {
      halt(run);
    } catch {}
  };

  const stopListening = project.onUpdate((update) => {
    if (update.type !== 'snapshot') return;
    const known = new Set(project.batches().map(({ id }) => id));
    for (const [id, run] of runs) if (!known.has(id)) abandon(id, run);
    tell();
  });
  const abandon = (id: string, run: LiveRun) => {
    runs.delete(id);
    run.isPaused = true;
    run.stop.abort();
  };

  return {
    async start({ title, question, form, mode, blind, engine = parts.defaultEngine(), targets }) {
      checkWritable();
      const { id: engineId } = await engines.card(engine);
      const batch: QuestionBatch = {
        ...{ title, question, form, mode },
        ...(blind === undefined ? {} : { blind }),
        id: createId(),
        engine: engineId,
        createdAt: new Date(clock()).toISOString(),
        status: 'running',
        targets: targets.map((target) => ({
          ...target,
          status: 'waiting',
          trajectoryId: null,
          problem: null,
        })),
        tokens: 0,
        cost: null,
      };
      project.putBatch(batch);
      launch(batch);
      return batch.id;
    },
    watch: (signal) => watch(list, signal),
    pause(batchId) {
      find(batchId);
      const run = runs.get(batchId);
      if (run) halt(run);
    },
    resume(batchId) {
      checkWritable();
      const batch = find(batchId);
      const run = runs.get(batchId);
      if (run) run.isWanted = run.isPaused || run.only !== null;
      else if (batch.targets.some(({ status }) => status !== 'answered')) launch(asResumed(batch));
    },
    retry(batchId, index) {
      checkWritable();
      const batch = find(batchId);
      const target = batch.targets[index];
      if (!target) {
        throw new DeepSportError('NOT_FOUND', 'This question is no longer in the queue.', { batchId, index });
      }
      const run = runs.get(batchId);
      if (target.status === 'running' || run?.isPaused) {
        throw new DeepSportError(
          'BAD_INPUT',
          'A question of this queue is still being answered: wait for its answer first.',
        );
      }
      const waiting = withRetry(batch, index);
      if (!run) return launch({ ...waiting, status: 'running' }, new Set([index]));
      // Its workers come to it.
      run.only?.add(index);
      run.batch = waiting;
      keep(run);
    },
    remove(batchId) {
      checkWritable();
      find(batchId);
      const run = runs.get(batchId);
      if (run) abandon(batchId, run);
      project.removeBatch(batchId);
      tell();
    },
    async [Symbol.asyncDispose]() {
      stopListening();
      const all = [...runs.values()];
      for (const run of all) {
        haltQuietly(run);
        run.stop.abort();
      }
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
